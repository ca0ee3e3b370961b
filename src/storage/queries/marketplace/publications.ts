import { type Kysely, type Selectable, sql } from "kysely";
import type { ComponentKind } from "../../../core/component/index.ts";
import { type Audience, audienceOf, type PublicationState } from "../../../core/marketplace/index.ts";
import type { Engine } from "../../dialects/engine.ts";
import type { PublicationsTable, Tables } from "../../tables.ts";
import type { SharedFacts } from "../components/components.ts";
import { comparable } from "../integer.ts";
import { ensureTexts } from "../texts.ts";
import { browsePublications, type MarketplaceFilter } from "./browse-publications.ts";
import { visibleTo } from "./visible-to.ts";

/** A published revision. */
export interface StoredPublication {
	readonly id: number;
	readonly accountId: number;
	readonly kind: ComponentKind;
	readonly lineage: string;
	/** Null if it was retracted and its component deleted. */
	readonly componentId: number | null;
	/** 0 = HEAD as it was when it was last published. */
	readonly number: number;
	/** The component's name then. */
	readonly name: string;
	readonly digest: string;
	readonly short: string;
	readonly description: string;
	readonly notes: string;
	readonly categories: readonly string[];
	readonly state: PublicationState;
	readonly audience: Audience;
	/** True = the publication of its lineage that everyone sees. */
	readonly isFront: boolean;
	/** True = published as a template's dependency. */
	readonly isDependency: boolean;
	/** Slugs of the clouds that it maps, sorted. */
	readonly clouds: readonly string[];
	readonly os: string | null;
	readonly osVersion: string | null;
	readonly architecture: string | null;
	/** Number of accounts that imported it. */
	readonly importsCount: number;
	readonly publishedBy: string;
	readonly publishedAt: string;
	readonly updatedAt: string;
	/** Its publisher's name; empty while the account has no profile. */
	readonly publisher: string;
}

/** The columns of a new or changed publication. */
export interface PublicationToWrite extends SharedFacts {
	readonly name: string;
	readonly digest: string;
	readonly short: string;
	readonly description: string;
	readonly notes: string;
	readonly categories: readonly string[];
	readonly audience: Audience;
	readonly isDependency: boolean;
	readonly clouds: readonly string[];
	/** The packed revision of a shared HEAD; null for a commit. */
	readonly snapshot: string | null;
	readonly by: string;
	readonly at: string;
}

export type NewPublication = PublicationToWrite &
	Pick<StoredPublication, "accountId" | "kind" | "lineage" | "number"> & { readonly componentId: number };

export interface OwnPublicationFilter {
	readonly accountId: number;
	readonly state?: PublicationState | undefined;
	readonly kind?: ComponentKind | undefined;
	readonly name?: string | undefined;
	/** Id of the last one of the previous page. */
	readonly after?: number | undefined;
	readonly limit: number;
}

const batchSize = 500;

export function publicationReads(db: Kysely<Tables>, engine: Pick<Engine, "publicationsWith" | "withoutIndex">) {
	return {
		...publicationLookups(db),
		...publicationsOwn(db, engine),
		...publicationsSeen(db),
		...blindSubscriptions(db),
	};
}

function publicationLookups(db: Kysely<Tables>) {
	const one = async (query: Rows): Promise<StoredPublication | undefined> =>
		(await wholes(db, await query.limit(1).execute()))[0];
	return {
		/** One of the account's own. */
		find: (accountId: number, id: number) =>
			one(rows(db).where("publications.account_id", "=", accountId).where("publications.id", "=", comparableId(id))),
		/** The account's own publication of a revision. */
		findRevision: (accountId: number, lineage: string, number: number) =>
			one(
				rows(db)
					.where("publications.account_id", "=", accountId)
					.where("publications.lineage", "=", lineage)
					.where("publications.number", "=", comparable(number)),
			),
		/** The packed revision of a shared HEAD; undefined for a commit. */
		snapshot: (id: number): Promise<string | undefined> => snapshotOf(db, id),
		/** A publication that the account sees. */
		findVisible: (viewerId: number, id: number) =>
			one(rows(db).where("publications.id", "=", comparableId(id)).where(visibleTo(viewerId))),
		/** A publication that the account sees, or has imported before it was retracted. */
		findSeen: (viewerId: number, id: number) =>
			one(
				rows(db)
					.where("publications.id", "=", comparableId(id))
					.where((eb) => eb.or([visibleTo(viewerId), isImportedBy(viewerId)])),
			),
		/** The publication of a revision that the account sees; its own before others'. */
		findVisibleRevision: (viewerId: number, lineage: string, number: number) =>
			one(
				rows(db)
					.where("publications.lineage", "=", lineage)
					.where("publications.number", "=", comparable(number))
					.where(visibleTo(viewerId))
					.orderBy(sql`case when publications.account_id = ${viewerId} then 0 else 1 end`)
					.orderBy("publications.id"),
			),
		/** The visible publications of a publisher's name, the newest active one first. */
		findVisibleByName: (
			viewerId: number,
			asked: { readonly publisherId: number; readonly kind: ComponentKind; readonly name: string },
		) =>
			one(
				rows(db)
					.where("publications.account_id", "=", asked.publisherId)
					.where("publications.kind", "=", asked.kind)
					.where("publications.name", "=", asked.name)
					.where((eb) => eb.or([visibleTo(viewerId), isImportedBy(viewerId)]))
					.orderBy(sql`case publications.state when 'active' then 0 when 'deprecated' then 1 else 2 end`)
					.orderBy("publications.is_dependency")
					.orderBy("publications.published_at", "desc")
					.orderBy("publications.id", "desc"),
			),
		/** The origin of an imported revision; undefined if it is not an import. */
		findOrigin: async (
			componentId: number,
			number: number,
		): Promise<{ readonly publisher: string; readonly publication: StoredPublication | null } | undefined> => {
			const query = db
				.selectFrom("imports")
				.select(["publisher", "publication_id"])
				.where("component_id", "=", componentId);
			const found = await query.where("number", "=", comparable(number)).executeTakeFirst();
			if (!found) return undefined;
			const publication =
				found.publication_id === null
					? undefined
					: await one(rows(db).where("publications.id", "=", found.publication_id));
			return { publisher: found.publisher, publication: publication ?? null };
		},
	};
}

function publicationsOwn(db: Kysely<Tables>, engine: Pick<Engine, "publicationsWith" | "withoutIndex">) {
	const one = async (query: Rows): Promise<StoredPublication | undefined> =>
		(await wholes(db, await query.limit(1).execute()))[0];
	return {
		/** The account's own, newest first. */
		listOwn: async (filter: OwnPublicationFilter): Promise<StoredPublication[]> => {
			let query = rows(db).where("publications.account_id", "=", filter.accountId);
			if (filter.state !== undefined) query = query.where("publications.state", "=", filter.state);
			if (filter.kind !== undefined) query = query.where("publications.kind", "=", filter.kind);
			if (filter.name !== undefined) query = query.where("publications.name", "=", filter.name);
			if (filter.after !== undefined) query = query.where("publications.id", "<", filter.after);
			return wholes(db, await query.orderBy("publications.id", "desc").limit(filter.limit).execute());
		},
		/** The publications of these components that are not retracted, by component and number. */
		listOfComponents: async (componentIds: readonly number[]): Promise<StoredPublication[]> => {
			const found: StoredPublication[] = [];
			for (let i = 0; i < componentIds.length; i += batchSize) {
				const query = rows(db).where("publications.component_id", "in", componentIds.slice(i, i + batchSize));
				const batch = await query
					.where("publications.state", "<>", "retracted")
					.orderBy("publications.component_id")
					.orderBy("publications.number")
					.execute();
				found.push(...(await wholes(db, batch)));
			}
			return found;
		},
		/**
		 * The account's templates with a publication, not retracted, that pins this commit of a component. The pins of a
		 * shared HEAD are in its snapshot, not here.
		 */
		listPinning: async (componentId: number, number: number): Promise<StoredPublication[]> => {
			const query = rows(db)
				.innerJoin("pins", "pins.user_id", "publications.component_id")
				.where("pins.component_id", "=", componentId)
				.where("pins.number", "=", comparable(number))
				.whereRef("pins.from_number", "<=", "publications.number")
				.whereRef("pins.to_number", ">", "publications.number")
				.where("publications.number", ">", 0)
				.where("publications.state", "<>", "retracted");
			const found = await wholes(db, await query.orderBy("publications.id").execute());
			return [...new Map(found.map((publication) => [publication.id, publication])).values()];
		},
		/** The account's shared HEADs of templates that are not retracted, each with its packed revision. */
		listSharedTemplates: async (
			accountId: number,
		): Promise<{ readonly publication: StoredPublication; readonly snapshot: string }[]> => {
			const query = rows(db)
				.where("publications.account_id", "=", accountId)
				.where("publications.kind", "=", "template");
			const found = await query
				.where("publications.number", "=", 0)
				.where("publications.state", "<>", "retracted")
				.execute();
			const publications = await wholes(db, found);
			const snapshots = await Promise.all(publications.map(({ id }) => snapshotOf(db, id)));
			return publications.map((publication, i) => ({ publication, snapshot: snapshots[i] ?? "" }));
		},
		/** One row for each lineage that the account sees, one page. */
		browse: async (filter: MarketplaceFilter): Promise<StoredPublication[]> => {
			const ids = await browsePublications(db, engine, filter);
			if (ids.length === 0) return [];
			const found = await wholes(db, await rows(db).where("publications.id", "in", ids).execute());
			const byId = new Map(found.map((publication) => [publication.id, publication]));
			return ids.flatMap((id) => byId.get(id) ?? []);
		},
	};
}

function publicationsSeen(db: Kysely<Tables>) {
	const one = async (query: Rows): Promise<StoredPublication | undefined> =>
		(await wholes(db, await query.limit(1).execute()))[0];
	return {
		/**
		 * All visible publications of a publisher's lineage, and retracted ones that the account has imported; newest
		 * first.
		 */
		listVisibleOfLineage: async (
			viewerId: number,
			asked: { readonly publisherId: number; readonly lineage: string },
		): Promise<StoredPublication[]> => {
			const query = rows(db)
				.where("publications.account_id", "=", asked.publisherId)
				.where("publications.lineage", "=", asked.lineage)
				.where((eb) => eb.or([visibleTo(viewerId), isImportedBy(viewerId)]));
			return wholes(db, await query.orderBy("publications.number", "desc").execute());
		},
		/** Which of these the account sees. */
		listVisible: async (viewerId: number, ids: readonly number[]): Promise<number[]> => {
			if (ids.length === 0) return [];
			const query = db
				.selectFrom("publications")
				.select("id")
				.where("id", "in", [...ids]);
			return (await query.where(visibleTo(viewerId)).execute()).map(({ id }) => id);
		},
		/** Which of these the account has imported. */
		listImportedBy: async (viewerId: number, ids: readonly number[]): Promise<number[]> => {
			if (ids.length === 0) return [];
			const query = db.selectFrom("imports").select("publication_id").where("account_id", "=", viewerId);
			const found = await query.where("publication_id", "in", [...ids]).execute();
			return found.flatMap(({ publication_id }) => publication_id ?? []);
		},
		/** How many accounts in one of these groups don't see a publication that is not for everyone. */
		countBlind: async (id: number, groupIds: readonly number[]): Promise<number> => {
			if (groupIds.length === 0) return 0;
			const row = await db
				.selectFrom("group_members as member")
				.select((eb) => eb.fn.count<number>("member.account_id").distinct().as("n"))
				.where("member.group_id", "in", [...groupIds])
				.where(
					sql<boolean>`not exists (select 1 from publications where publications.id = ${id} and publications.account_id = member.account_id)`,
				)
				.where(
					sql<boolean>`not exists (select 1 from publication_groups inner join group_members on group_members.group_id = publication_groups.group_id
						where publication_groups.publication_id = ${id} and group_members.account_id = member.account_id)`,
				)
				.executeTakeFirst();
			return Number(row?.n ?? 0);
		},
		/** The publications for a group, by id. */
		listOfGroup: async (groupId: number): Promise<StoredPublication[]> => {
			const query = rows(db).innerJoin("publication_groups", "publication_groups.publication_id", "publications.id");
			const found = await query
				.where("publication_groups.group_id", "=", groupId)
				.where("publications.state", "<>", "retracted")
				.orderBy("publications.id")
				.execute();
			return wholes(db, found);
		},
		/** The publications for a group that an account outside of it does not see. */
		listLost: async (groupId: number, accountId: number): Promise<StoredPublication[]> => {
			const query = rows(db).innerJoin("publication_groups", "publication_groups.publication_id", "publications.id");
			const found = await query
				.where("publication_groups.group_id", "=", groupId)
				.where("publications.state", "=", "active")
				.where((eb) => eb.not(visibleTo(accountId)))
				.orderBy("publications.id")
				.execute();
			return wholes(db, found);
		},
	};
}

function blindSubscriptions(db: Kysely<Tables>) {
	const one = async (query: Rows): Promise<StoredPublication | undefined> =>
		(await wholes(db, await query.limit(1).execute()))[0];
	return {
		/**
		 * Subscriptions whose subscribers no longer see anything of what they follow: of one account, or to one publisher's
		 * lineage.
		 */
		listBlindSubscriptions: async (
			which: { readonly subscriberId: number } | { readonly publisherId: number; readonly lineage: string },
		): Promise<BlindSubscription[]> => {
			let query = db
				.selectFrom("subscriptions")
				.innerJoin("accounts", "accounts.id", "subscriptions.account_id")
				.select(["subscriptions.id", "subscriptions.account_id", "accounts.name as account"])
				.select(["subscriptions.kind", "subscriptions.name", "subscriptions.lineage"])
				.where("subscriptions.publisher_account_id", "is not", null)
				.where((eb) =>
					eb.not(
						eb.exists(
							eb
								.selectFrom("publications")
								.select("publications.id")
								.whereRef("publications.account_id", "=", "subscriptions.publisher_account_id")
								.whereRef("publications.lineage", "=", "subscriptions.lineage")
								.where(seenBySubscriber),
						),
					),
				);
			if ("subscriberId" in which) query = query.where("subscriptions.account_id", "=", which.subscriberId);
			else
				query = query
					.where("subscriptions.publisher_account_id", "=", which.publisherId)
					.where("subscriptions.lineage", "=", which.lineage);
			const found = await query.orderBy("subscriptions.id").execute();
			return found.map((row) => ({
				id: row.id,
				accountId: row.account_id,
				account: row.account,
				kind: row.kind as ComponentKind,
				name: row.name,
				lineage: row.lineage,
			}));
		},
	};
}

/** A subscription whose subscriber no longer sees anything of its lineage. */
export interface BlindSubscription {
	readonly id: number;
	readonly accountId: number;
	readonly account: string;
	readonly kind: ComponentKind;
	readonly name: string;
	readonly lineage: string;
}

export function publicationWrites(db: Kysely<Tables>, engine: Pick<Engine, "indexTexts" | "insertMany">) {
	return {
		...publicationInserts(db, engine),
		...publicationUpdates(db, engine),
		...publicationRemovals(db),
	};
}

function publicationInserts(db: Kysely<Tables>, engine: Pick<Engine, "indexTexts" | "insertMany">) {
	const putParts = async (id: number, written: PublicationToWrite): Promise<void> => {
		for (const table of ["publication_groups", "publication_clouds", "publication_categories"] as const) {
			await db.deleteFrom(table).where("publication_id", "=", id).execute();
		}
		const groups = written.audience.groups.map((group_id) => ({ publication_id: id, group_id }));
		// Not `insertMany`, which skips rows that it can't insert: a missing group must fail.
		if (groups.length > 0) await db.insertInto("publication_groups").values(groups).execute();
		await engine.insertMany(
			db,
			"publication_clouds",
			written.clouds.map((cloud) => ({ publication_id: id, cloud })),
		);
		await engine.insertMany(
			db,
			"publication_categories",
			written.categories.map((category) => ({ publication_id: id, category })),
		);
	};
	const columns = async (written: PublicationToWrite) => {
		const { snapshot } = written;
		const texts = await ensureTexts(db, [written.description, written.notes, ...(snapshot === null ? [] : [snapshot])]);
		return {
			name: written.name,
			digest: written.digest,
			short_description: written.short,
			description_id: texts.get(written.description) ?? 0,
			notes_id: texts.get(written.notes) ?? 0,
			categories: JSON.stringify(written.categories),
			is_public: written.audience.everyone ? 1 : 0,
			is_dependency: written.isDependency ? 1 : 0,
			snapshot_id: snapshot === null ? null : (texts.get(snapshot) ?? 0),
			os: written.os,
			os_version: written.osVersion,
			architecture: written.architecture,
			search_text: searchText(written),
			updated_at: written.at,
		};
	};
	return {
		/** Creates an active publication. `settleFront` then decides which one of its lineage everyone sees. */
		insert: async (made: NewPublication): Promise<number> => {
			const { accountId, kind, lineage, componentId, number, by, at } = made;
			const row = await db
				.insertInto("publications")
				.values({
					...(await columns(made)),
					account_id: accountId,
					kind,
					lineage,
					component_id: componentId,
					number,
					state: "active",
					is_front: 0,
					imports_count: 0,
					published_by: by,
					published_at: at,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			await putParts(row.id, made);
			await engine.indexTexts(db, { added: [row.id], changed: [] }, "publications");
			return row.id;
		},
	};
}

function publicationUpdates(db: Kysely<Tables>, engine: Pick<Engine, "indexTexts" | "insertMany">) {
	const putParts = async (id: number, written: PublicationToWrite): Promise<void> => {
		for (const table of ["publication_groups", "publication_clouds", "publication_categories"] as const) {
			await db.deleteFrom(table).where("publication_id", "=", id).execute();
		}
		const groups = written.audience.groups.map((group_id) => ({ publication_id: id, group_id }));
		// Not `insertMany`, which skips rows that it can't insert: a missing group must fail.
		if (groups.length > 0) await db.insertInto("publication_groups").values(groups).execute();
		await engine.insertMany(
			db,
			"publication_clouds",
			written.clouds.map((cloud) => ({ publication_id: id, cloud })),
		);
		await engine.insertMany(
			db,
			"publication_categories",
			written.categories.map((category) => ({ publication_id: id, category })),
		);
	};
	const columns = async (written: PublicationToWrite) => {
		const { snapshot } = written;
		const texts = await ensureTexts(db, [written.description, written.notes, ...(snapshot === null ? [] : [snapshot])]);
		return {
			name: written.name,
			digest: written.digest,
			short_description: written.short,
			description_id: texts.get(written.description) ?? 0,
			notes_id: texts.get(written.notes) ?? 0,
			categories: JSON.stringify(written.categories),
			is_public: written.audience.everyone ? 1 : 0,
			is_dependency: written.isDependency ? 1 : 0,
			snapshot_id: snapshot === null ? null : (texts.get(snapshot) ?? 0),
			os: written.os,
			os_version: written.osVersion,
			architecture: written.architecture,
			search_text: searchText(written),
			updated_at: written.at,
		};
	};
	return {
		/** Replaces the texts, audience or content of a publication. `republish` updates its date. */
		replace: async (id: number, written: PublicationToWrite & { readonly republish?: boolean }): Promise<void> => {
			const before = await db
				.selectFrom("publications")
				.select("search_text")
				.where("id", "=", id)
				.executeTakeFirstOrThrow();
			const values = await columns(written);
			await db
				.updateTable("publications")
				.set(written.republish ? { ...values, published_by: written.by, published_at: written.at } : values)
				.where("id", "=", id)
				.execute();
			await putParts(id, written);
			if (values.search_text !== before.search_text)
				await engine.indexTexts(db, { added: [], changed: [{ id, before: before.search_text }] }, "publications");
		},
		setState: async (id: number, state: PublicationState, at: string): Promise<void> => {
			await db.updateTable("publications").set({ state, updated_at: at }).where("id", "=", id).execute();
		},
		/**
		 * Makes the newest active publication for everyone, except dependencies, the front of its lineage, and no other.
		 */
		settleFront: async (accountId: number, lineage: string): Promise<void> => {
			await sql`update publications set is_front = 1 - is_front where account_id = ${accountId} and lineage = ${lineage}
				and is_front <> case when number = (select max(number) from publications as newest
					where newest.account_id = ${accountId} and newest.lineage = ${lineage}
					and newest.state = 'active' and newest.is_public = 1 and newest.is_dependency = 0) then 1 else 0 end`.execute(
				db,
			);
		},
	};
}

function publicationRemovals(db: Kysely<Tables>) {
	return {
		/** For a component about to be deleted: its retracted publications stay, without it. */
		detach: async (componentId: number): Promise<void> => {
			await db
				.updateTable("publications")
				.set({ component_id: null })
				.where("component_id", "=", componentId)
				.execute();
		},
		removeSubscriptions: async (ids: readonly number[]): Promise<void> => {
			if (ids.length > 0)
				await db
					.deleteFrom("subscriptions")
					.where("id", "in", [...ids])
					.execute();
		},
	};
}

/** `visibleTo` for the subscriber of each row. */
const seenBySubscriber = sql<boolean>`(publications.state <> 'retracted' and (publications.is_public = 1
	or exists (select 1 from publication_groups inner join group_members on group_members.group_id = publication_groups.group_id
		where publication_groups.publication_id = publications.id and group_members.account_id = subscriptions.account_id)))`;

function isImportedBy(viewerId: number) {
	return sql<boolean>`exists (select 1 from imports where imports.publication_id = publications.id and imports.account_id = ${viewerId})`;
}

function rows(db: Kysely<Tables>) {
	return db
		.selectFrom("publications")
		.innerJoin("texts as descriptions", "descriptions.id", "publications.description_id")
		.innerJoin("texts as notes", "notes.id", "publications.notes_id")
		.leftJoin("publishers", "publishers.account_id", "publications.account_id")
		.selectAll("publications")
		.select(["descriptions.body as description", "notes.body as notes", "publishers.name as publisher"]);
}

type Rows = ReturnType<typeof rows>;

type Row = Selectable<PublicationsTable> & {
	readonly description: string;
	readonly notes: string;
	readonly publisher: string | null;
};

async function snapshotOf(db: Kysely<Tables>, id: number): Promise<string | undefined> {
	const query = db
		.selectFrom("publications")
		.innerJoin("texts", "texts.id", "publications.snapshot_id")
		.select("texts.body");
	return (await query.where("publications.id", "=", id).executeTakeFirst())?.body;
}

/** Rows with their groups and clouds. */
async function wholes(db: Kysely<Tables>, found: readonly Row[]): Promise<StoredPublication[]> {
	const groups = new Map<number, number[]>();
	const clouds = new Map<number, string[]>();
	for (let i = 0; i < found.length; i += batchSize) {
		const ids = found.slice(i, i + batchSize).map(({ id }) => id);
		for (const row of await db
			.selectFrom("publication_groups")
			.selectAll()
			.where("publication_id", "in", ids)
			.orderBy("group_id")
			.execute()) {
			groups.set(row.publication_id, [...(groups.get(row.publication_id) ?? []), row.group_id]);
		}
		for (const row of await db
			.selectFrom("publication_clouds")
			.selectAll()
			.where("publication_id", "in", ids)
			.orderBy("cloud")
			.execute()) {
			clouds.set(row.publication_id, [...(clouds.get(row.publication_id) ?? []), row.cloud]);
		}
	}
	return found.map((row) => publicationOf(row, { groups: groups.get(row.id) ?? [], clouds: clouds.get(row.id) ?? [] }));
}

function publicationOf(
	row: Row,
	parts: { readonly groups: readonly number[]; readonly clouds: readonly string[] },
): StoredPublication {
	return {
		id: row.id,
		accountId: row.account_id,
		kind: row.kind as ComponentKind,
		lineage: row.lineage,
		componentId: row.component_id,
		number: row.number,
		name: row.name,
		digest: row.digest,
		short: row.short_description,
		description: row.description,
		notes: row.notes,
		categories: JSON.parse(row.categories) as string[],
		state: row.state as PublicationState,
		audience: audienceOf({ everyone: row.is_public === 1, groups: parts.groups }),
		isFront: row.is_front === 1,
		isDependency: row.is_dependency === 1,
		clouds: parts.clouds,
		os: row.os,
		osVersion: row.os_version,
		architecture: row.architecture,
		importsCount: row.imports_count,
		publishedBy: row.published_by,
		publishedAt: row.published_at,
		updatedAt: row.updated_at,
		publisher: row.publisher ?? "",
	};
}

function searchText(words: Pick<PublicationToWrite, "name" | "short" | "description" | "categories">): string {
	return [words.name, words.short, ...words.categories, words.description.slice(0, 2000)].join(" ").toLowerCase();
}

/** Ids are below 2^53; PostgreSQL refuses a larger number, which no row has. */
function comparableId(id: number): number {
	return Number.isSafeInteger(id) ? id : -1;
}
