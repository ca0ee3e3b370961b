import { fault } from "../../core/errors.ts";
import type { StoredFeed, Transaction } from "../../storage/store.ts";

/** The kind of job that syncs a feed automatically. */
export const feedSyncKind = "feed.sync";

/** The shortest and longest interval for automatic syncs, in minutes. */
export const feedInterval = { least: 5, most: 7 * 24 * 60 } as const;

/** Throws `feed-invalid` unless it is a whole number of minutes from five to a week, or null. */
export function assertEvery(feed: string, everyMinutes: number | null): void {
	if (
		everyMinutes === null ||
		(Number.isInteger(everyMinutes) && everyMinutes >= feedInterval.least && everyMinutes <= feedInterval.most)
	)
		return;
	throw fault("feed-invalid", { feed, problem: "the time between two syncs is not 5 minutes to 7 days" });
}

/** Schedules automatic syncs of the feed from `at` (UTC ISO 8601), at the feed's interval, which is read each time. */
export async function scheduleFeed(
	tx: Transaction,
	{ id, everyMinutes }: Pick<StoredFeed, "id" | "everyMinutes">,
	at: string,
): Promise<void> {
	if (everyMinutes === null) return;
	await tx.jobs.put({ kind: feedSyncKind, key: `${feedSyncKind} ${id}`, payload: { feedId: id }, runAt: at }, at);
}
