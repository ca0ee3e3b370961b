import { isFault } from "../../core/errors.ts";
import { cutText } from "../../core/event/index.ts";
import type { StoredFeed, StoredJob } from "../../storage/store.ts";
import { type Actor, actorWith } from "../actor.ts";
import type { NewNotification } from "../events/add-notifications.ts";
import type { JobHandler } from "../jobs/job-handler.ts";
import type { Needs } from "../needs.ts";
import { afterMs } from "../retry-time.ts";
import { feedSyncKind, scheduleFeed } from "./schedule-feed.ts";
import { syncFeed } from "./sync-feed.ts";

const leaseMs = 10 * 60_000;
/**
 * A sync stops itself by then, so that it ends before its lease does: what it imported stays, and the next try
 * continues.
 */
const longestMs = leaseMs - 60_000;

/** The jobs that keep followed feeds in sync. */
export const feedHandlers: Readonly<Record<string, JobHandler>> = {
	[feedSyncKind]: { isLocal: false, leaseMs, run: syncOnce, gaveUp: goOn },
};

/**
 * Syncs the feed and returns when to sync next. Faults of the publisher's server or signature are noted on the feed;
 * the job does not fail.
 */
async function syncOnce(needs: Needs, job: StoredJob, signal: AbortSignal | undefined): Promise<string | undefined> {
	const feed = await feedIn(needs, job);
	if (!feed || feed.everyMinutes === null) return undefined;
	const stop = AbortSignal.any([AbortSignal.timeout(longestMs), ...(signal ? [signal] : [])]);
	try {
		await syncFeed(needs, await followerOf(needs, feed), feed.name, { isScheduled: true, signal: stop });
	} catch (error) {
		if (!isFault(error) || error.kind === "internal" || stop.aborted) throw error;
	}
	return nextOf(needs, feed);
}

/** Reports a failure that lasted a day, and goes on at the feed's own interval: a feed is never given up. */
async function goOn(needs: Needs, job: StoredJob, problem: string): Promise<readonly NewNotification[]> {
	const feed = await feedIn(needs, job);
	if (!feed || feed.everyMinutes === null) return [];
	await needs.store.keep((tx) => scheduleFeed(tx, feed, nextOf(needs, feed)));
	const { accountId, id, name } = feed;
	const subject = { kind: "feed", id, name };
	const title = cutText(`Feed ${name} could not be synced: ${problem}`, 300);
	return [
		{
			accountId,
			at: needs.now(),
			auditSeq: null,
			event: "feed.failed",
			subject,
			title,
			details: { feed: name, problem },
		},
	];
}

function nextOf(needs: Needs, { everyMinutes }: StoredFeed): string {
	return afterMs(needs.now(), (everyMinutes ?? 0) * 60_000);
}

/**
 * The actor of a feed's sync: the user who follows it, so that the audit shows on whose behalf something was imported.
 */
async function followerOf(needs: Needs, { accountId, createdBy }: StoredFeed): Promise<Actor> {
	const account = await needs.store.read.accounts.get(accountId);
	return actorWith({
		accountId,
		account: account.name,
		name: `feed of ${createdBy}`,
		kind: "local",
		roles: ["library"],
	});
}

async function feedIn(needs: Needs, { payload }: StoredJob): Promise<StoredFeed | undefined> {
	return needs.store.read.feeds.get((payload as { readonly feedId: number }).feedId);
}
