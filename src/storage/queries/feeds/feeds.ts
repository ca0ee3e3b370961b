import type { Kysely } from "kysely";
import type { FeedPublication, PublishedState, RevisionLifecycle } from "../../../core/bundle/index.ts";
import type { ComponentKind, Lifecycle } from "../../../core/component/index.ts";
import type { Engine } from "../../dialects/engine.ts";
import type { Tables } from "../../tables.ts";
import { comparable } from "../integer.ts";

/** `offer` = new publications are reported; `auto` = they are imported. */
export const feedModes = ["offer", "auto"] as const;
export type FeedMode = (typeof feedModes)[number];

/** A publisher's feed that an account follows. */
export interface StoredFeed {
	readonly id: number;
	readonly accountId: number;
	readonly name: string;
	/** Address of the index. */
	readonly url: string;
	/** Fingerprint of the only key that may sign it. */
	readonly key: string;
	readonly mode: FeedMode;
	/** Minutes between automatic syncs; null = never. */
	readonly everyMinutes: number | null;
	/** From the last index; null = never read. */
	readonly publisher: string | null;
	readonly etag: string | null;
	readonly lastModified: string | null;
	/** Sequence number of the last index; 0 = never read. */
	readonly sequence: number;
	/** SHA-256 of the last index, hex. */
	readonly indexDigest: string | null;
	readonly expiresAt: string | null;
	/** False = something of the last index could not be imported, and will be tried again. */
	readonly isWhole: boolean;
	readonly createdBy: string;
	readonly createdAt: string;
	readonly checkedAt: string | null;
	readonly changedAt: string | null;
	/** The result of the last sync, as a sentence. */
	readonly outcome: string | null;
	/** Code of the fault that ended it; null = it succeeded. */
	readonly problem: string | null;
}

/** A publication that a feed lists. */
export interface StoredPublicationView extends FeedPublication {
	readonly feedId: number;
	/** In bytes; null for a retracted one. */
	readonly bundleSize: number | null;
}

/** One revision in the last index of a followed feed. */
export interface FeedWord {
	/** The feed's name. */
	readonly feed: string;
	/** Fingerprint of the key that signs it. */
	readonly key: string;
	readonly kind: ComponentKind;
	/** The publisher's name for it. */
	readonly name: string;
	readonly lineage: string;
	readonly number: number;
	readonly state: PublishedState;
	readonly lifecycle: Lifecycle;
}

/** What a sync stores about a feed. */
export type FeedNote = Pick<
	StoredFeed,
	| "publisher"
	| "etag"
	| "lastModified"
	| "sequence"
	| "indexDigest"
	| "expiresAt"
	| "isWhole"
	| "checkedAt"
	| "changedAt"
	| "outcome"
	| "problem"
>;

export function feedReads(db: Kysely<Tables>) {
	return {
		...feedLookups(db),
		...feedLists(db),
		...feedLifecycles(db),
	};
}

function feedLookups(db: Kysely<Tables>) {
	const rows = () => db.selectFrom("feeds").selectAll();
	return {
		find: async (accountId: number, name: string): Promise<StoredFeed | undefined> => {
			const row = await rows().where("account_id", "=", accountId).where("name", "=", name).executeTakeFirst();
			return row && feedOf(row);
		},
		get: async (id: number): Promise<StoredFeed | undefined> => {
			const row = await rows().where("id", "=", id).executeTakeFirst();
			return row && feedOf(row);
		},
	};
}

function feedLists(db: Kysely<Tables>) {
	const rows = () => db.selectFrom("feeds").selectAll();
	return {
		/** By name. */
		list: async (accountId: number): Promise<StoredFeed[]> =>
			(await rows().where("account_id", "=", accountId).orderBy("name").execute()).map(feedOf),
		/**
		 * The publisher whose feeds a key signs, taken from the oldest such feed (or the feed's own name if it names none).
		 * Undefined if the account follows no feed signed with it.
		 */
		publisherOf: async (accountId: number, key: string): Promise<string | undefined> => {
			const row = await rows()
				.where("account_id", "=", accountId)
				.where("fingerprint", "=", key)
				.orderBy("id")
				.executeTakeFirst();
			return row && (row.publisher ?? row.name);
		},
		/** Everything that a feed lists, by lineage and number. */
		offers: async (feedId: number): Promise<StoredPublicationView[]> => {
			const found = await db
				.selectFrom("feed_offers")
				.selectAll()
				.where("feed_id", "=", feedId)
				.orderBy("lineage")
				.orderBy("number")
				.execute();
			return found.map(offerOf);
		},
		/** The revisions of these lineages in the account's feeds, by lineage, number and feed. */
		wordsOn: async (accountId: number, lineages: readonly string[]): Promise<FeedWord[]> => {
			if (lineages.length === 0) return [];
			const found = await db
				.selectFrom("feeds")
				.innerJoin("feed_offers as offers", "offers.feed_id", "feeds.id")
				.leftJoin("feed_lifecycles as lives", (on) =>
					on
						.onRef("lives.feed_id", "=", "offers.feed_id")
						.onRef("lives.lineage", "=", "offers.lineage")
						.onRef("lives.number", "=", "offers.number"),
				)
				.select([
					"feeds.name as feed",
					"feeds.fingerprint",
					"offers.kind",
					"offers.name",
					"offers.lineage",
					"offers.number",
					"offers.state",
				])
				.select(["lives.deprecated_at", "lives.revoked_at", "lives.reason", "lives.replacement"])
				.where("feeds.account_id", "=", accountId)
				.where("offers.lineage", "in", [...lineages])
				.orderBy("offers.lineage")
				.orderBy("offers.number")
				.orderBy("feeds.name")
				.execute();
			return found.map((row) => ({
				...{
					feed: row.feed,
					key: row.fingerprint,
					kind: row.kind as ComponentKind,
					name: row.name,
					lineage: row.lineage,
					number: row.number,
				},
				state: row.state as PublishedState,
				lifecycle: {
					deprecatedAt: row.deprecated_at,
					revokedAt: row.revoked_at,
					reason: row.reason,
					replacement: row.replacement,
				},
			}));
		},
	};
}

function feedLifecycles(db: Kysely<Tables>) {
	return {
		/** The lifecycles of revisions in a feed, by lineage and number. */
		lifecycles: async (feedId: number): Promise<RevisionLifecycle[]> => {
			const found = await db
				.selectFrom("feed_lifecycles")
				.selectAll()
				.where("feed_id", "=", feedId)
				.orderBy("lineage")
				.orderBy("number")
				.execute();
			return found.map((row) => ({
				lineage: row.lineage,
				number: row.number,
				deprecatedAt: row.deprecated_at,
				revokedAt: row.revoked_at,
				reason: row.reason,
				replacement: row.replacement,
			}));
		},
	};
}

/** Writes to feeds, and to what their indexes list. */
export function feedWrites(db: Kysely<Tables>, engine: Pick<Engine, "insertMany">) {
	return { ...feedRowWrites(db), ...feedSyncWrites(db), ...feedListWrites(db, engine) };
}

function feedRowWrites(db: Kysely<Tables>) {
	return {
		insert: async (
			feed: Pick<
				StoredFeed,
				"accountId" | "name" | "url" | "key" | "mode" | "everyMinutes" | "createdBy" | "createdAt"
			>,
		): Promise<number> => {
			const row = await db
				.insertInto("feeds")
				.values({
					account_id: feed.accountId,
					name: feed.name,
					url: feed.url,
					fingerprint: feed.key,
					mode: feed.mode,
					every_minutes: feed.everyMinutes,
					sequence: 0,
					is_whole: 1,
					created_by: feed.createdBy,
					created_at: feed.createdAt,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
		/** Changes how a feed is followed. One that becomes automatic reads its index again, even if it has not changed. */
		change: async (id: number, { mode, everyMinutes }: Pick<StoredFeed, "mode" | "everyMinutes">): Promise<void> => {
			await db
				.updateTable("feeds")
				.set((eb) => ({
					mode,
					every_minutes: everyMinutes,
					is_whole: eb.case().when("mode", "=", mode).then(eb.ref("is_whole")).else(0).end(),
				}))
				.where("id", "=", id)
				.execute();
		},
	};
}

function feedSyncWrites(db: Kysely<Tables>) {
	return {
		/**
		 * Stores the result of a sync, if the feed is still as the sync read it. If another sync has read a newer index
		 * meanwhile, or the mode or the key has changed, stores nothing and returns false: a slow sync never sets a feed
		 * back.
		 */
		note: async ({ id, key, mode }: Pick<StoredFeed, "id" | "key" | "mode">, note: FeedNote): Promise<boolean> => {
			const result = await db
				.updateTable("feeds")
				.set({
					publisher: note.publisher,
					etag: note.etag,
					last_modified: note.lastModified,
					sequence: note.sequence,
					index_digest: note.indexDigest,
					expires_at: note.expiresAt,
					is_whole: note.isWhole ? 1 : 0,
					checked_at: note.checkedAt,
					changed_at: note.changedAt,
					outcome: note.outcome,
					problem: note.problem,
				})
				.where("id", "=", id)
				.where("fingerprint", "=", key)
				.where("mode", "=", mode)
				.where("sequence", "<=", comparable(note.sequence))
				.executeTakeFirst();
			return result.numUpdatedRows > 0n;
		},
		/**
		 * Moves an account's feeds from one signing key to another, as if they had never been read. Returns their number.
		 */
		rekey: async (accountId: number, from: string, to: string): Promise<number> => {
			const unread = {
				sequence: 0,
				index_digest: null,
				etag: null,
				last_modified: null,
				expires_at: null,
				is_whole: 0,
			};
			const query = db
				.updateTable("feeds")
				.set({ ...unread, fingerprint: to })
				.where("account_id", "=", accountId);
			return Number((await query.where("fingerprint", "=", from).executeTakeFirst()).numUpdatedRows);
		},
	};
}

function feedListWrites(db: Kysely<Tables>, engine: Pick<Engine, "insertMany">) {
	return {
		/** Replaces the listed publications by those of a new index. */
		replaceOffers: async (
			feedId: number,
			listed: {
				readonly offers: readonly Omit<StoredPublicationView, "feedId">[];
				readonly lifecycles: readonly RevisionLifecycle[];
			},
		): Promise<void> => {
			await clear(feedId);
			const offers = listed.offers.map((offer) => ({
				feed_id: feedId,
				lineage: offer.lineage,
				number: offer.number,
				kind: offer.kind,
				name: offer.name,
				digest: offer.digest,
				state: offer.state,
				short_description: offer.shortDescription,
				published_at: offer.publishedAt,
				bundle: offer.bundle,
				bundle_size: offer.bundleSize,
			}));
			await engine.insertMany(db, "feed_offers", offers);
			const lifecycles = listed.lifecycles.map((life) => ({
				feed_id: feedId,
				lineage: life.lineage,
				number: life.number,
				deprecated_at: life.deprecatedAt,
				revoked_at: life.revokedAt,
				reason: life.reason,
				replacement: life.replacement,
			}));
			await engine.insertMany(db, "feed_lifecycles", lifecycles);
		},
		remove: async (id: number): Promise<void> => {
			await clear(id);
			await db.deleteFrom("feeds").where("id", "=", id).execute();
		},
	};

	async function clear(feedId: number): Promise<void> {
		await db.deleteFrom("feed_offers").where("feed_id", "=", feedId).execute();
		await db.deleteFrom("feed_lifecycles").where("feed_id", "=", feedId).execute();
	}
}

function feedOf(row: {
	id: number;
	account_id: number;
	name: string;
	url: string;
	fingerprint: string;
	mode: string;
	every_minutes: number | null;
	publisher: string | null;
	etag: string | null;
	last_modified: string | null;
	sequence: number;
	index_digest: string | null;
	expires_at: string | null;
	is_whole: number;
	created_by: string;
	created_at: string;
	checked_at: string | null;
	changed_at: string | null;
	outcome: string | null;
	problem: string | null;
}): StoredFeed {
	return {
		id: row.id,
		accountId: row.account_id,
		name: row.name,
		url: row.url,
		key: row.fingerprint,
		mode: row.mode as FeedMode,
		everyMinutes: row.every_minutes,
		publisher: row.publisher,
		etag: row.etag,
		lastModified: row.last_modified,
		sequence: row.sequence,
		indexDigest: row.index_digest,
		expiresAt: row.expires_at,
		isWhole: row.is_whole === 1,
		createdBy: row.created_by,
		createdAt: row.created_at,
		checkedAt: row.checked_at,
		changedAt: row.changed_at,
		outcome: row.outcome,
		problem: row.problem,
	};
}

function offerOf(row: {
	feed_id: number;
	lineage: string;
	number: number;
	kind: string;
	name: string;
	digest: string;
	state: string;
	short_description: string;
	published_at: string;
	bundle: string | null;
	bundle_size: number | null;
}): StoredPublicationView {
	return {
		feedId: row.feed_id,
		kind: row.kind as ComponentKind,
		lineage: row.lineage,
		number: row.number,
		name: row.name,
		digest: row.digest,
		state: row.state as PublishedState,
		shortDescription: row.short_description,
		publishedAt: row.published_at,
		bundle: row.bundle,
		bundleSize: row.bundle_size,
	};
}
