import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { findFeed } from "./list-feeds.ts";

/** Stops following a feed. Its imports stay, and its key stays trusted. Throws `feed-not-found`. */
export function removeFeed(needs: Needs, actor: Actor, name: string): Promise<void> {
	assertMay(actor, "marketplace.import");
	return needs.store.write(async (tx) => {
		const { id, url, key, mode } = await findFeed(tx, actor, name);
		await tx.feeds.remove(id);
		tx.record(
			auditEntry(actor, "feed.remove", { id, name }, { at: needs.now(), before: { url, key, mode }, after: null }),
		);
	});
}
