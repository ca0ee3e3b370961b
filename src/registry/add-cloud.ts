import { type Cloud, cloudType, fault, parseCloudSlug } from "../core/index.ts";
import type { StoredCloud } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import type { Needs } from "./needs.ts";

/** Adds a cloud: a private one, or a public region too new to be known. Throws `cloud-exists`, `cloud-slug-invalid` or `cloud-invalid`. */
export async function addCloud(
	needs: Needs,
	actor: Actor,
	input: { readonly slug: string; readonly type: string; readonly region?: string | null | undefined; readonly name?: string | undefined },
): Promise<StoredCloud> {
	assertMay(actor, "clouds.add");
	const slug = parseCloudSlug(input.slug);
	const type = cloudType(input.type);
	if (type === "") throw fault("cloud-invalid", { cloud: slug, problem: "its type is empty" });
	const cloud: Cloud = { slug, type, region: input.region ?? null, name: input.name?.trim() || slug };
	return needs.store.write(async (tx) => {
		if (await tx.clouds.find(actor.accountId, slug)) throw fault("cloud-exists", { cloud: slug });
		const at = needs.now();
		const ids = await tx.clouds.ensure(actor.accountId, [cloud], at);
		const id = ids.get(slug) ?? 0;
		tx.record({
			accountId: actor.accountId,
			at,
			actor: actor.name,
			act: "cloud.add",
			subjectKind: "cloud",
			subjectId: id,
			subjectName: slug,
			headVersion: null,
			before: null,
			after: cloud,
		});
		return { ...cloud, id, isDormant: false };
	});
}
