import { fault } from "../../core/errors.ts";
import type { StoredUpstream } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** The account's upstreams, by name. */
export function listUpstreams(needs: Needs, actor: Actor): Promise<StoredUpstream[]> {
	return needs.store.read.upstreams.list(actor.accountId);
}

/** One upstream. Throws `upstream-not-found`. */
export async function getUpstream(needs: Needs, actor: Actor, name: string): Promise<StoredUpstream> {
	const upstream = await needs.store.read.upstreams.find(actor.accountId, name);
	if (!upstream) throw fault("upstream-not-found", { upstream: name });
	return upstream;
}
