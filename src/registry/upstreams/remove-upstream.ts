import { fault } from "../../core/errors.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { upstreamEntry } from "./upstream-entry.ts";

/** Removes an upstream; its imports stay. Throws `upstream-not-found`. */
export function removeUpstream(needs: Needs, actor: Actor, name: string): Promise<void> {
	assertMay(actor, "upstreams.manage");
	return needs.store.write(async (tx) => {
		const upstream = await tx.upstreams.find(actor.accountId, name);
		if (!upstream) throw fault("upstream-not-found", { upstream: name });
		await tx.upstreams.remove(upstream.id);
		const { id, url, format, options } = upstream;
		tx.record(
			upstreamEntry(actor, {
				id,
				name,
				at: needs.now(),
				act: "upstream.remove",
				before: { url, format, options },
				after: null,
			}),
		);
	});
}
