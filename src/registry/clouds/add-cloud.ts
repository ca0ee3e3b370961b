import { fault } from "../../core/errors.ts";
import { type Cloud, cloudType, parseCloudSlug } from "../../core/image/index.ts";
import type { StoredCloud } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";

/**
 * Adds a cloud: a private one, or a public region that is not known yet. A dormant cloud, one that only came with an
 * import, becomes active: omitted fields keep the publisher's values, and its settings resolve from now on. Throws
 * `cloud-exists`, `cloud-slug-invalid` or `cloud-invalid`.
 */
export async function addCloud(
	needs: Needs,
	actor: Actor,
	input: {
		readonly slug: string;
		readonly type?: string | undefined;
		readonly region?: string | null | undefined;
		readonly name?: string | undefined;
	},
): Promise<StoredCloud> {
	assertMay(actor, "clouds.add");
	const slug = parseCloudSlug(input.slug);
	return needs.store.write(async (tx) => {
		const told = await tx.clouds.find(actor.accountId, slug);
		if (told && !told.isDormant) throw fault("cloud-exists", { cloud: slug });
		const type = cloudType(input.type ?? told?.type ?? "");
		if (type === "") throw fault("cloud-invalid", { cloud: slug, problem: "its type is missing" });
		const region = input.region === undefined ? (told?.region ?? null) : input.region;
		const cloud: Cloud = { slug, type, region, name: input.name?.trim() || told?.name || slug };
		const at = needs.now();
		const ids = await tx.clouds.ensure(actor.accountId, [cloud], at);
		const id = ids.get(slug) ?? 0;
		tx.record(
			auditEntry(
				actor,
				"cloud.add",
				{ id, name: slug },
				{
					at,
					before: told ? { type: told.type, region: told.region, name: told.name, dormant: true } : null,
					after: cloud,
				},
			),
		);
		return { ...cloud, id, isDormant: false };
	});
}
