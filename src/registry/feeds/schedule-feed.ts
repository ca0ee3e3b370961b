import { fault } from "../../core/errors.ts";
import type { StoredFeed, Transaction } from "../../storage/store.ts";

/** The kind of job that syncs a feed by itself. */
export const feedSyncKind = "feed.sync";

/** How often a server may sync a feed, in minutes. */
export const feedInterval = { least: 5, most: 7 * 24 * 60 } as const;

/** Throws `feed-invalid` for what is no whole number of minutes from five to a week. */
export function assertEvery(feed: string, everyMinutes: number | null): void {
	if (
		everyMinutes === null ||
		(Number.isInteger(everyMinutes) && everyMinutes >= feedInterval.least && everyMinutes <= feedInterval.most)
	)
		return;
	throw fault("feed-invalid", { feed, problem: "the time between two syncs is not 5 minutes to 7 days" });
}

/** Has a server sync the feed from `at` on (UTC ISO), as often as the feed says: that is looked up each time. */
export async function scheduleFeed(
	tx: Transaction,
	{ id, everyMinutes }: Pick<StoredFeed, "id" | "everyMinutes">,
	at: string,
): Promise<void> {
	if (everyMinutes === null) return;
	await tx.jobs.put({ kind: feedSyncKind, key: `${feedSyncKind} ${id}`, payload: { feedId: id }, runAt: at }, at);
}
