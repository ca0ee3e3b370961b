import type { FeedMode, StoredFeed } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { findFeed } from "./list-feeds.ts";
import { assertEvery, scheduleFeed } from "./schedule-feed.ts";

/** The settings of a followed feed to change. Omitted fields keep their value. */
export interface FeedEdit {
	readonly mode?: FeedMode | undefined;
	/** Minutes between automatic syncs, the first at once; null = only on request. */
	readonly everyMinutes?: number | null | undefined;
}

/** Changes how a feed is followed. Throws `feed-not-found` and `feed-invalid`. */
export async function editFeed(needs: Needs, actor: Actor, name: string, edit: FeedEdit): Promise<StoredFeed> {
	assertMay(actor, "marketplace.import");
	return needs.store.write(async (tx) => {
		const feed = await findFeed(tx, actor, name);
		const before = { mode: feed.mode, everyMinutes: feed.everyMinutes };
		const after = {
			mode: edit.mode ?? before.mode,
			everyMinutes: edit.everyMinutes === undefined ? before.everyMinutes : edit.everyMinutes,
		};
		assertEvery(name, after.everyMinutes);
		if (before.mode === after.mode && before.everyMinutes === after.everyMinutes) return tx.undo(feed);
		const at = needs.now();
		await tx.feeds.change(feed.id, after);
		await scheduleFeed(tx, { id: feed.id, everyMinutes: after.everyMinutes }, at);
		tx.record(auditEntry(actor, "feed.edit", { id: feed.id, name }, { at, before, after }));
		return findFeed(tx, actor, name);
	});
}
