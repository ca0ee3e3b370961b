import { fault } from "../../core/errors.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";

/** Removes an upstream; its imports stay. Throws `upstream-not-found`. */
export function removeUpstream(needs: Needs, actor: Actor, name: string): Promise<void> {
	assertMay(actor, "upstreams.manage");
	return needs.store.write(async (tx) => {
		const upstream = await tx.upstreams.find(actor.accountId, name);
		if (!upstream) throw fault("upstream-not-found", { upstream: name });
		await tx.upstreams.remove(upstream.id);
		const { id, url, format, options } = upstream;
		tx.record(
			auditEntry(
				actor,
				"upstream.remove",
				{ id, name },
				{ at: needs.now(), before: { url, format, options }, after: null },
			),
		);
	});
}
