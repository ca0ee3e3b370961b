import { checkFeedTime } from "../../core/bundle/index.ts";
import { fault } from "../../core/errors.ts";
import type { FeedMode, StoredFeed } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { trustedKey, trustKey } from "../bundles/publisher-keys.ts";
import type { Needs } from "../needs.ts";
import { feedUrl, fetchIndex, keyOfIndex, openIndex } from "./read-feed.ts";
import { assertEvery, scheduleFeed } from "./schedule-feed.ts";

export interface NewFeed {
	readonly name: string;
	/** Address of the index, or of the directory that holds it. */
	readonly url: string;
	/**
	 * Fingerprint of the publisher's key, as a user got it over another channel; it is trusted from now on. Omit if it is
	 * trusted already.
	 */
	readonly key?: string | undefined;
	readonly mode: FeedMode;
	/** Minutes between automatic syncs, 5 minutes to a week, the first at once; null = only on request. */
	readonly everyMinutes: number | null;
}

const namePattern = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/**
 * Follows a publisher's feed. Reads its index at once, to find a wrong address or key now, but imports nothing before
 * the first sync. Throws `feed-exists`, `feed-invalid`, and whatever reading the index throws.
 */
export async function addFeed(needs: Needs, actor: Actor, input: NewFeed): Promise<StoredFeed> {
	assertMay(actor, "marketplace.import");
	const { name, mode, everyMinutes } = input;
	if (!namePattern.test(name)) {
		throw fault("feed-invalid", {
			feed: name.slice(0, 120),
			problem: "its name must have 1 to 100 lowercase letters, digits, dots and dashes",
		});
	}
	assertEvery(name, everyMinutes);
	const url = feedUrl(name, input.url);
	if (await needs.store.read.feeds.find(actor.accountId, name)) throw fault("feed-exists", { feed: name });
	const fetched = await fetchIndex(needs, url, { etag: null, lastModified: null });
	if (!fetched) throw fault("feed-invalid", { feed: name, problem: "its server did not send an index" });
	const key = await trustedKey(needs, actor, { given: input.key, ofFile: keyOfIndex(needs, fetched.text) });
	const index = openIndex(needs, fetched.text, key);
	checkFeedTime(index, fetched.digest, { now: needs.now(), sequence: 0, digest: null });
	return needs.store.write(async (tx) => {
		if (await tx.feeds.find(actor.accountId, name)) throw fault("feed-exists", { feed: name });
		const at = needs.now();
		await trustKey(needs, tx, actor, index.publisher);
		const id = await tx.feeds.insert({
			accountId: actor.accountId,
			name,
			url,
			key,
			mode,
			everyMinutes,
			createdBy: actor.name,
			createdAt: at,
		});
		tx.record(
			auditEntry(
				actor,
				"feed.add",
				{ id, name },
				{ at, after: { url, key, mode, everyMinutes, publisher: index.publisher.name } },
			),
		);
		await scheduleFeed(tx, { id, everyMinutes }, at);
		const feed = await tx.feeds.find(actor.accountId, name);
		if (!feed) throw new Error("the feed is not there");
		return feed;
	});
}
