import { isFault } from "../../core/errors.ts";
import { cutText } from "../../core/event/index.ts";
import type { StoredFeed, StoredJob } from "../../storage/store.ts";
import { type Actor, actorWith } from "../actor.ts";
import type { NewNotification } from "../events/add-notifications.ts";
import type { JobHandler } from "../jobs/job-handler.ts";
import type { Needs } from "../needs.ts";
import { afterMs } from "../retry-moment.ts";
import { feedSyncKind, scheduleFeed } from "./schedule-feed.ts";
import { syncFeed } from "./sync-feed.ts";

const leaseMs = 10 * 60_000;
/** When a sync calls itself off, so that it ends before somebody else begins: what it imported is there, and the next try goes on from it. */
const longestMs = leaseMs - 60_000;

/** What a server does about feeds by itself. */
export const feedHandlers: Readonly<Record<string, JobHandler>> = {
	[feedSyncKind]: { isLocal: false, leaseMs, run: syncOnce, gaveUp: goOn },
};

/** Syncs the feed, and says when it is next. What its publisher's server or signature does wrong is noted on the feed, and no failure here. */
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

/** What goes wrong here for a day is told, and tried again in the feed's own time: a feed is not forgotten. */
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

/** Who acts for a feed: whoever follows it, so that the audit tells by whose wish something came. */
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
