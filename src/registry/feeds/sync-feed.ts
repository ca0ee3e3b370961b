import type { ActValues } from "../../core/audit/index.ts";
import { checkFeedTime, type FeedIndex, revisionKey } from "../../core/bundle/index.ts";
import { lifecycleState } from "../../core/component/index.ts";
import { fault, isFault } from "../../core/errors.ts";
import type { FeedNote, StoredFeed, StoredPublicationView, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { reasonLeftOut } from "../bundles/importable-publications.ts";
import { applyLifecycles, type LifecycleNews, listLifecycleNews } from "../bundles/publisher-lifecycles.ts";
import type { Needs } from "../needs.ts";
import { importOffers, type OfferOutcome, type WantedOffer } from "./import-listed.ts";
import { findFeed, markImported } from "./list-feeds.ts";
import { type FetchedIndex, fetchIndex, openIndex } from "./read-feed.ts";

/** The result of a feed sync. */
export interface FeedSync {
	readonly feed: StoredFeed;
	/** `not-modified`: the index has not changed since the last sync · `read`: it was a new one. */
	readonly outcome: "not-modified" | "read";
	/** The outcome for each publication to import; empty in mode `offer`. */
	readonly imported: readonly OfferOutcome[];
	/** Number of importable publications that are not here. */
	readonly waiting: number;
	/** The publisher's lifecycles for revisions that are here: applied in mode `auto`, only reported in mode `offer`. */
	readonly lifecycles: readonly LifecycleNews[];
}

type Listed = Omit<StoredPublicationView, "feedId">;

/** The origin of a sync. */
export interface SyncOptions {
	/** True if no one asked for it: a scheduled sync that changes nothing is not audited. */
	readonly isScheduled?: boolean;
	/** Cancels: imports so far stay, and the feed keeps its state. */
	readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a feed's index again. In mode `auto`, imports what is new and applies its publisher's lifecycles; in mode
 * `offer`, only reports both. Throws `feed-replayed`, `feed-expired`, `bundle-key-unknown` if the key is no longer
 * trusted, and the faults of fetching and opening; these are noted on the feed and change nothing else.
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
	// Failed imports are tried again, so the server must not answer “not modified”.
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
		// Another sync was faster, or the feed was edited meanwhile: this sync's imports stay, and so does the other's
		// note.
		if (noted && isNew) await tx.feeds.replaceOffers(feed.id, { offers, lifecycles });
		// Waiting or failing again is not news.
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

/** The problem code that a feed shows while some of its publications could not be imported. */
function problemOf(failed: number): string | null {
	return failed > 0 ? "import-failed" : null;
}

/** The index is the same as last time, and must still be valid. */
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
	{ feed: { id, name }, ...told }: { readonly feed: StoredFeed; readonly at: string } & Partial<ActValues<"feed.sync">>,
): void {
	tx.record(auditEntry(actor, "feed.sync", { id, name }, told));
}

function offersOf(index: FeedIndex): Listed[] {
	const sizes = new Map(index.bundles.map(({ digest, size }) => [digest, size]));
	return index.publications.map((one) => ({
		...one,
		bundleSize: one.bundle === null ? null : (sizes.get(one.bundle) ?? null),
	}));
}

/** The importable publications that are not here. */
async function missingOf(
	needs: Needs,
	actor: Actor,
	listed: { readonly index: FeedIndex; readonly offers: readonly Listed[] },
): Promise<WantedOffer[]> {
	const lives = new Map(listed.index.lifecycles.map((one) => [revisionKey(one), one]));
	const marked = await markImported(needs.store.read, actor, listed.offers);
	return marked.flatMap(({ bundle, bundleSize, isImported, ...offer }) => {
		const life = lifecycleState(lives.get(revisionKey(offer)) ?? null, needs.now());
		const isWanted = !isImported && reasonLeftOut(offer, life) === null;
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
