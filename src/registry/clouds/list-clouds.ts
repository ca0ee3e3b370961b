import { fault } from "../../core/errors.ts";
import { nearestNames } from "../../core/image/index.ts";
import type { CloudFilter, StoredCloud } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** One page of the account's clouds. */
export function listClouds(
	needs: Needs,
	actor: Actor,
	filter: Omit<CloudFilter, "accountId">,
): Promise<(StoredCloud & { readonly images: number })[]> {
	return needs.store.read.clouds.list({ ...filter, accountId: actor.accountId });
}

/** One cloud. Throws `cloud-not-found`. */
export async function getCloud(needs: Needs, actor: Actor, slug: string): Promise<StoredCloud> {
	const cloud = await needs.store.read.clouds.find(actor.accountId, slug);
	if (!cloud)
		throw fault("cloud-not-found", {
			cloud: slug,
			near: nearestNames(slug, await needs.store.read.clouds.slugs(actor.accountId)),
		});
	return cloud;
}
