import { fault } from "../core/index.ts";
import type { StoredFeed, Transaction } from "../storage/store.ts";

/** The kind of job that syncs a feed by itself. */
export const feedSyncKind = "feed.sync";

const least = 5;
const most = 7 * 24 * 60;

/** Throws `feed-invalid` for what is no whole number of minutes from five to a week. */
export function assertEvery(feed: string, everyMinutes: number | null): void {
	if (everyMinutes === null || (Number.isInteger(everyMinutes) && everyMinutes >= least && everyMinutes <= most)) return;
	throw fault("feed-invalid", { feed, problem: "it is synced every 5 minutes to 7 days, or never" });
}

/** Has a server sync the feed from `at` on (UTC ISO), as often as the feed says: that is looked up each time. */
export async function scheduleFeed(tx: Transaction, { id, everyMinutes }: Pick<StoredFeed, "id" | "everyMinutes">, at: string): Promise<void> {
	if (everyMinutes === null) return;
	await tx.jobs.put({ kind: feedSyncKind, key: feedJobKey(id), payload: { feedId: id }, runAt: at }, at);
}

/** Names the job of a feed. */
export function feedJobKey(id: number): string {
	return `${feedSyncKind} ${id}`;
}
