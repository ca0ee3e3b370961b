import { checkFeedTime, type FeedIndex, revisionKey } from "../../core/bundle/index.ts";
import { lifecycleState } from "../../core/component/index.ts";
import { fault, isFault } from "../../core/errors.ts";
import type { FeedNote, StoredFeed, StoredOffer, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { whyLeftOut } from "../bundles/importable-publications.ts";
import { applyLifecycles, type LifecycleNews, listLifecycleNews } from "../bundles/publisher-lifecycles.ts";
import type { Needs } from "../needs.ts";
import { feedEntry } from "./feed-entry.ts";
import { importOffers, type OfferOutcome, type WantedOffer } from "./import-listed.ts";
import { findFeed, markImported } from "./list-feeds.ts";
import { type FetchedIndex, fetchIndex, openIndex } from "./read-feed.ts";

/** What a sync of a feed came to. */
export interface FeedSync {
	readonly feed: StoredFeed;
	/** `not-modified`: it is the index that was taken last · `read`: another one was. */
	readonly outcome: "not-modified" | "read";
	/** What was fetched and imported, or could not be; empty in mode `offer`. */
	readonly imported: readonly OfferOutcome[];
	/** How many publications could be imported and are not here. */
	readonly waiting: number;
	/** What the publisher says of revisions that are here: in mode `auto` it holds from now on, in mode `offer` it is only told. */
	readonly lifecycles: readonly LifecycleNews[];
}

type Listed = Omit<StoredOffer, "feedId">;

/** How a sync came about. */
export interface SyncOptions {
	/** True = nobody asked for it: a sync that changes nothing stands in no audit. */
	readonly isScheduled?: boolean;
	/** Calls it off: what was imported stays, and the feed is as it was. */
	readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a feed's index again. In mode `auto` what is new is imported, and what its publisher withdrew is withdrawn here; in mode `offer` both
 * are told. Throws `feed-replayed`, `feed-expired`, `bundle-key-unknown` when the key is trusted no longer, and the faults of fetching
 * and opening; they are noted on the feed, and nothing else is changed.
 */
export async function syncFeed(needs: Needs, actor: Actor, name: string, options: SyncOptions = {}): Promise<FeedSync> {
	assertMay(actor, "marketplace.import");
	const feed = await findFeed(needs.store.read, actor, name);
	try {
		return await sync(needs, actor, { feed, ...options });
	} catch (error) {
		if (isFault(error) && !options.signal?.aborted)
			await noteProblem(needs, actor, { feed, ...options, code: error.code, text: error.message });
		throw error;
	}
}

async function sync(
	needs: Needs,
	actor: Actor,
	options: SyncOptions & { readonly feed: StoredFeed },
): Promise<FeedSync> {
	const { feed, isScheduled, signal } = options;
	const { read } = needs.store;
	if (!(await read.signingKeys.findTrusted(actor.accountId, feed.key)))
		throw fault("bundle-key-unknown", { key: feed.key });
	// What could not be imported is tried again: the server must not say that nothing is new.
	const known = feed.isWhole ? feed : { etag: null, lastModified: null };
	const fetched = await fetchIndex(needs, feed.url, { etag: known.etag, lastModified: known.lastModified, signal });
	if (!fetched) return unchanged(needs, actor, options);
	const index = openIndex(needs, fetched.text, feed.key);
	checkFeedTime(index, fetched.digest, { now: needs.now(), sequence: feed.sequence, digest: feed.indexDigest });
	const offers = offersOf(index);
	const wanted = await missingOf(needs, actor, { index, offers });
	const { lifecycles } = index;
	const imported =
		feed.mode === "auto" ? await importOffers(needs, actor, { feed, offers: wanted, lifecycles, signal }) : [];
	const failed = imported.filter(({ problem }) => problem !== null).length;
	const brought = imported.reduce((sum, { report }) => sum + (report?.imported.length ?? 0), 0);
	const waiting = feed.mode === "auto" ? failed : wanted.length;
	const text = sentence({ brought, failed, waiting: feed.mode === "offer" ? waiting : 0 });
	const isNew = fetched.digest !== feed.indexDigest;
	const told = { actor, key: feed.key, lifecycles };
	const isSaid = feed.mode === "auto" && (await listLifecycleNews(needs, read, told)).length > 0;
	const isQuiet = isScheduled && !isNew && !isSaid && brought === 0 && feed.problem === problemOf(failed);
	return needs.store[isQuiet ? "keep" : "write"](async (tx) => {
		const at = needs.now();
		const applies = feed.mode === "auto" && !isQuiet;
		const lives = applies
			? await applyLifecycles(needs, tx, { ...told, isMeant: () => true })
			: await listLifecycleNews(needs, tx, told);
		const noted = await tx.feeds.note(feed, {
			...readNote(index, fetched),
			isWhole: failed === 0,
			checkedAt: at,
			changedAt: isNew ? at : feed.changedAt,
			outcome: text,
			problem: problemOf(failed),
		});
		// Another sync was faster, or the feed is followed otherwise by now: what this one did is done, and what is noted stays.
		if (noted && isNew) await tx.feeds.replaceOffers(feed.id, { offers, lifecycles });
		// What waited or failed already is no news.
		const isNews = isNew || feed.problem !== problemOf(failed);
		const news = {
			...(feed.mode === "offer" && isNew ? { offered: waiting } : {}),
			...(failed > 0 && isNews ? { failed: problemOf(failed) } : {}),
		};
		const after = { sequence: index.sequence, outcome: text, ...news };
		if (!isQuiet) record(tx, actor, { feed, at, before: { sequence: feed.sequence }, after });
		return {
			feed: await findFeed(tx, actor, feed.name),
			outcome: isNew ? "read" : "not-modified",
			imported,
			waiting,
			lifecycles: lives,
		};
	});
}

/** The code that a feed keeps while not all of it could be imported. */
function problemOf(failed: number): string | null {
	return failed > 0 ? "import-failed" : null;
}

/** The index is the one that was taken last, and that one must still hold. */
async function unchanged(
	needs: Needs,
	actor: Actor,
	{ feed, isScheduled }: SyncOptions & { readonly feed: StoredFeed },
): Promise<FeedSync> {
	const now = needs.now();
	if (feed.expiresAt !== null && feed.expiresAt <= now) {
		throw fault("feed-expired", { publisher: feed.publisher ?? feed.name, expires: feed.expiresAt, now });
	}
	const isQuiet = isScheduled && feed.problem === null;
	return needs.store[isQuiet ? "keep" : "write"](async (tx) => {
		await tx.feeds.note(feed, { ...feed, checkedAt: now, outcome: "not modified", problem: null });
		if (!isQuiet) record(tx, actor, { feed, at: now, after: { sequence: feed.sequence, outcome: "not modified" } });
		const told = { actor, key: feed.key, lifecycles: await tx.feeds.lifecycles(feed.id) };
		const offers = await markImported(tx, actor, await tx.feeds.offers(feed.id));
		const waiting = offers.filter(({ isImported, state }) => !isImported && state === "active").length;
		return {
			feed: await findFeed(tx, actor, feed.name),
			outcome: "not-modified",
			imported: [],
			waiting,
			lifecycles: await listLifecycleNews(needs, tx, told),
		};
	});
}

async function noteProblem(
	needs: Needs,
	actor: Actor,
	noted: SyncOptions & { readonly feed: StoredFeed; readonly code: string; readonly text: string },
): Promise<void> {
	const { feed, isScheduled, code, text } = noted;
	const at = needs.now();
	const isNews = feed.problem !== code;
	const isQuiet = isScheduled && !isNews;
	await needs.store[isQuiet ? "keep" : "write"](async (tx) => {
		await tx.feeds.note(feed, { ...feed, checkedAt: at, outcome: text, problem: code });
		if (!isQuiet) record(tx, actor, { feed, at, after: { outcome: text, ...(isNews ? { failed: code } : {}) } });
	});
}

function record(
	tx: Transaction,
	actor: Actor,
	{
		feed: { id, name },
		...told
	}: { readonly feed: StoredFeed; readonly at: string; readonly before?: unknown; readonly after: unknown },
): void {
	tx.record(feedEntry(actor, { id, name, act: "feed.sync", ...told }));
}

function offersOf(index: FeedIndex): Listed[] {
	const sizes = new Map(index.bundles.map(({ digest, size }) => [digest, size]));
	return index.publications.map((one) => ({
		...one,
		bundleSize: one.bundle === null ? null : (sizes.get(one.bundle) ?? null),
	}));
}

/** What may be imported and is not here. */
async function missingOf(
	needs: Needs,
	actor: Actor,
	listed: { readonly index: FeedIndex; readonly offers: readonly Listed[] },
): Promise<WantedOffer[]> {
	const lives = new Map(listed.index.lifecycles.map((one) => [revisionKey(one), one]));
	const marked = await markImported(needs.store.read, actor, listed.offers);
	return marked.flatMap(({ bundle, bundleSize, isImported, ...offer }) => {
		const life = lifecycleState(lives.get(revisionKey(offer)) ?? null, needs.now());
		const isWanted = !isImported && whyLeftOut(offer, life) === null;
		return isWanted && bundle !== null && bundleSize !== null ? [{ ...offer, bundle, bundleSize }] : [];
	});
}

function readNote(
	index: FeedIndex,
	fetched: FetchedIndex,
): Pick<FeedNote, "publisher" | "etag" | "lastModified" | "sequence" | "indexDigest" | "expiresAt"> {
	const { etag, lastModified, digest } = fetched;
	return {
		publisher: index.publisher.name,
		etag,
		lastModified,
		sequence: index.sequence,
		indexDigest: digest,
		expiresAt: index.expires,
	};
}

function sentence({
	brought,
	failed,
	waiting,
}: {
	readonly brought: number;
	readonly failed: number;
	readonly waiting: number;
}): string {
	const parts = [
		brought > 0 ? `${brought} new revision${brought === 1 ? "" : "s"}` : "",
		failed > 0 ? `${failed} could not be imported` : "",
		waiting > 0 ? `${waiting} offered` : "",
	].filter((part) => part !== "");
	return parts.length === 0 ? "nothing new" : parts.join(", ");
}
