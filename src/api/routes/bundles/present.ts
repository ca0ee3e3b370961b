import type { z } from "zod";
import type { BundledPublication } from "../../../core/bundle/index.ts";
import type { LifecycleNews as News } from "../../../registry/bundles/publisher-lifecycles.ts";
import type { ImportReport } from "../../../registry/imports/import-revisions.ts";
import type { BundlePublication, LifecycleNews, TakenRevisions } from "./schema.ts";

/** A publication in a list, without its long texts. */
export function presentPublication(
	publication: Omit<BundledPublication, "longDescription" | "releaseNotes" | "categories">,
): z.infer<typeof BundlePublication> {
	const { kind, lineage, number, name, digest, state, shortDescription, publishedAt } = publication;
	return { kind, lineage, number, name, digest, state, shortDescription, publishedAt };
}

/** The imported revisions. */
export function presentTaken({
	imported,
	alreadyThere,
	dormantClouds,
	renamed,
	warnings,
}: ImportReport): z.infer<typeof TakenRevisions> {
	return {
		imported: [...imported],
		alreadyThere: [...alreadyThere],
		dormantClouds: [...dormantClouds],
		renamed: renamed.map(({ kind, lineage, name, publishedName }) => ({ kind, lineage, name, publishedName })),
		warnings: warnings.map(({ code, text }) => ({ code, text })),
	};
}

/** A publisher's lifecycle of a revision. */
export function presentNews({ kind, name, number, state, lifecycle, applied }: News): z.infer<typeof LifecycleNews> {
	const { deprecatedAt, revokedAt, reason, replacement } = lifecycle;
	return { kind, name, number, state, deprecatedAt, revokedAt, reason, replacement, applied };
}
