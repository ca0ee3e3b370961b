import { createHash } from "node:crypto";
import fc from "fast-check";
import type { PackedRevision } from "../src/core/bundle/index.ts";
import type { ComponentContent, Pin } from "../src/core/component/index.ts";
import { type Cloud, cloudOf, type Image, imageStates, noFacts } from "../src/core/image/index.ts";
import { contentDigest } from "../src/core/revision/index.ts";
import { templateContent } from "../src/core/template/index.ts";
import { contentsOf } from "./arbitraries.ts";

/** SHA-256 in hex, in the form that the core expects. */
export function sha256Hex(data: string | Uint8Array): string {
	return createHash("sha256").update(data).digest("hex");
}

/** A UUID derived from a short word, always equal for equal words. */
export function lineageOf(word: string): string {
	const hex = sha256Hex(word);
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The packed revision of a content: with its digest, a cloud for each setting, and an image where `isKnown` says so.
 */
export function packedOf(
	content: ComponentContent,
	lineage: string,
	number: number,
	image: Partial<Image> | null = {},
): PackedRevision {
	const settings = "settings" in content ? content.settings : [];
	return {
		kind: "settings" in content ? "mci" : "source" in content ? "script" : "template",
		lineage,
		number,
		digest: contentDigest(content, sha256Hex),
		content,
		commit: number === 0 ? null : { message: "m", author: "ann", at: "2026-01-01T00:00:00.000Z" },
		clouds: settings.map(({ cloud }): Cloud => ({ ...cloudOf("acme", null), slug: cloud, name: cloud })),
		images:
			image === null
				? []
				: settings.map((setting) => ({ ...noFacts, ...image, ...setting.image, cloud: setting.cloud })),
	};
}

const travellingPin = ({ lineage, revision, digest }: Pin): Pin => ({
	lineage: lineageOf(lineage),
	revision,
	digest: digest === null ? null : `sha256:${sha256Hex(digest)}`,
});

/** Templates whose pins have lineages and digests in a real form. */
const travellingTemplates = contentsOf.template.one.map((content) =>
	templateContent({
		...content,
		mcis: content.mcis.map(travellingPin),
		defaultMci: content.defaultMci === null ? null : lineageOf(content.defaultMci),
		scripts: {
			boot: content.scripts.boot.map(travellingPin),
			operational: content.scripts.operational.map(travellingPin),
			decommission: content.scripts.decommission.map(travellingPin),
		},
	}),
);

const facts: fc.Arbitrary<Partial<Image> | null> = fc.option(
	fc.record({
		name: fc.constantFrom(null, "web", "ünï", "x".repeat(2048)),
		osVersion: fc.constantFrom(null, "18.04"),
		architecture: fc.constantFrom(null, "arm64", "x86_64"),
		state: fc.constantFrom(...imageStates),
		endOfLifeAt: fc.constantFrom(null, "2030-02-28T23:59:59.999Z"),
	}),
);

/** Packed revisions of every kind, HEADs and commits. */
export const packedRevisions: fc.Arbitrary<PackedRevision> = fc
	.tuple(
		fc.oneof(contentsOf.mci.one, contentsOf.script.one, travellingTemplates),
		fc.constantFrom("l1", "l2", "l3"),
		fc.nat(3),
		facts,
	)
	.map(([content, word, number, image]) => packedOf(content, lineageOf(word), number, image));
