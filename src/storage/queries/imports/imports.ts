import { type Kysely, sql } from "kysely";
import type { ComponentKind } from "../../../core/component/index.ts";
import type { Tables } from "../../tables.ts";
import { comparable } from "../integer.ts";
import { visibleTo } from "../marketplace/visible-to.ts";

/** How a revision came into the account. */
export type ImportSource = "marketplace" | "bundle" | "feed";

/** A revision that an account imported. */
export interface StoredImport {
	readonly accountId: number;
	readonly componentId: number;
	/** 0 = a shared HEAD. */
	readonly number: number;
	/** Digest of the published content. */
	readonly digest: string;
	/** Id in this installation; null for a bundle or feed. */
	readonly publicationId: number | null;
	readonly publisher: string;
	/** Fingerprint of the key that signed the bundle. */
	readonly publisherKey: string | null;
	readonly source: ImportSource;
	/** The bundle's digest, or the feed's URL. */
	readonly sourceRef: string | null;
	readonly importedBy: string;
	readonly importedAt: string;
}

/** The uses of an imported component in its account, over all its revisions. */
export interface ImportUses {
	readonly templates: number;
	readonly servers: number;
	readonly clones: number;
}

export interface ImportFilter {
	readonly accountId: number;
	readonly kind?: ComponentKind | undefined;
	readonly text?: string | undefined;
	/** True = only imports with a newer revision. */
	readonly updates?: boolean | undefined;
	readonly after?: { readonly name: string; readonly id: number } | undefined;
	readonly limit: number;
}

export function importReads(db: Kysely<Tables>) {
	return {
		...importLookups(db),
		...importLists(db),
		...importSearch(db),
	};
}

function importLookups(db: Kysely<Tables>) {
	return {
		find: async (componentId: number, number: number): Promise<StoredImport | undefined> => {
			const row = await db
				.selectFrom("imports")
				.selectAll()
				.where("component_id", "=", componentId)
				.where("number", "=", comparable(number))
				.executeTakeFirst();
			return row && importOf(row);
		},
	};
}

function importLists(db: Kysely<Tables>) {
	return {
		/** The imports of these components, by component and number. */
		list: async (componentIds: readonly number[]): Promise<StoredImport[]> => {
			const found: StoredImport[] = [];
			for (let i = 0; i < componentIds.length; i += 500) {
				const page = componentIds.slice(i, i + 500);
				const rows = await db
					.selectFrom("imports")
					.selectAll()
					.where("component_id", "in", page)
					.orderBy("component_id")
					.orderBy("number")
					.execute();
				found.push(...rows.map(importOf));
			}
			return found;
		},
		/** The imports of these publications: accounts with their components, by account. */
		listOfPublications: async (publicationIds: readonly number[]): Promise<StoredImport[]> => {
			if (publicationIds.length === 0) return [];
			const rows = await db
				.selectFrom("imports")
				.selectAll()
				.where("publication_id", "in", publicationIds)
				.orderBy("account_id")
				.orderBy("id")
				.execute();
			return rows.map(importOf);
		},
		/** The imports of a publisher's commit, whatever became of its publication. */
		listOfPublished: async (componentId: number, number: number): Promise<StoredImport[]> => {
			const rows = await db
				.selectFrom("imports")
				.innerJoin("publications", "publications.id", "imports.publication_id")
				.selectAll("imports")
				.where("publications.component_id", "=", componentId)
				.where("publications.number", "=", comparable(number))
				.orderBy("imports.account_id")
				.execute();
			return rows.map(importOf);
		},
		/** The publisher whose revisions a key signed, from the newest import; undefined if the account has none. */
		publisherOf: async (accountId: number, key: string): Promise<string | undefined> => {
			const query = db
				.selectFrom("imports")
				.select("publisher")
				.where("account_id", "=", accountId)
				.where("publisher_key", "=", key);
			return (await query.orderBy("id", "desc").executeTakeFirst())?.publisher;
		},
	};
}

function importSearch(db: Kysely<Tables>) {
	return {
		/** The number of templates, servers and clones of each of these components in its account, in three queries. */
		countUses: async (
			accountId: number,
			components: readonly { readonly id: number; readonly lineage: string }[],
		): Promise<Map<number, ImportUses>> => {
			const ids = components.map(({ id }) => id);
			if (ids.length === 0) return new Map();
			const templates = await db
				.selectFrom("pins")
				.select(["component_id as id", sql<number>`count(distinct user_id)`.as("n")])
				.where("component_id", "in", ids)
				.groupBy("component_id")
				.execute();
			const servers = await sql<{ id: number; n: number }>`
				select id, count(*) as n from (
					select mci_id as id, id as server from servers where mci_id in (${sql.join(ids)})
					union
					select template_id as id, id as server from servers where template_id in (${sql.join(ids)})) uses
				group by id`.execute(db);
			const clones = await db
				.selectFrom("components")
				.select(["parent_lineage", sql<number>`count(*)`.as("n")])
				.where("account_id", "=", accountId)
				.where(
					"parent_lineage",
					"in",
					components.map(({ lineage }) => lineage),
				)
				.groupBy("parent_lineage")
				.execute();
			const countOf = (rows: readonly { readonly id: number; readonly n: number }[], id: number) =>
				Number(rows.find((row) => Number(row.id) === id)?.n ?? 0);
			return new Map(
				components.map(({ id, lineage }) => [
					id,
					{
						templates: countOf(templates, id),
						servers: countOf(servers.rows, id),
						clones: Number(clones.find((row) => row.parent_lineage === lineage)?.n ?? 0),
					},
				]),
			);
		},
		/** The ids of an account's imported components, one page, by name. */
		search: async (filter: ImportFilter): Promise<number[]> => {
			let query = db
				.selectFrom("components")
				.select("components.id")
				.where("components.account_id", "=", filter.accountId)
				.where("components.publisher", "is not", null);
			if (filter.kind !== undefined) query = query.where("components.kind", "=", filter.kind);
			for (const word of (filter.text ?? "").toLowerCase().split(/\s+/).filter(Boolean)) {
				const part = `%${word.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
				query = query.where(
					sql<boolean>`(components.search_text like ${part} escape '\\' or lower(components.publisher) like ${part} escape '\\')`,
				);
			}
			if (filter.updates) query = query.where(hasNews(filter.accountId));
			const { after } = filter;
			if (after)
				query = query.where((eb) =>
					eb(eb.refTuple("components.name", "components.id"), ">", eb.tuple(after.name, after.id)),
				);
			return (await query.orderBy("components.name").orderBy("components.id").limit(filter.limit).execute()).map(
				({ id }) => id,
			);
		},
	};
}

export function importWrites(db: Kysely<Tables>) {
	return {
		/** Moves revisions from one signing key to another. Returns their number. */
		rekey: async (accountId: number, from: string, to: string): Promise<number> => {
			const query = db.updateTable("imports").set({ publisher_key: to }).where("account_id", "=", accountId);
			return Number((await query.where("publisher_key", "=", from).executeTakeFirst()).numUpdatedRows);
		},
		/** Stores the origin of an imported revision; for a shared HEAD that was imported before, its new origin. */
		put: async (taken: StoredImport): Promise<void> => {
			const { accountId: account_id, componentId: component_id, number, digest, publisher, source } = taken;
			const values = {
				digest,
				publication_id: taken.publicationId,
				publisher,
				publisher_key: taken.publisherKey,
				source,
				source_ref: taken.sourceRef,
				imported_by: taken.importedBy,
				imported_at: taken.importedAt,
			};
			await db
				.insertInto("imports")
				.values({ account_id, component_id, number, ...values })
				.onConflict((conflict) => conflict.columns(["component_id", "number"]).doUpdateSet(values))
				.execute();
		},
	};
}

/**
 * The condition that an imported component has a newer commit, or another shared HEAD, that the account could import,
 * here or from a feed of its publisher.
 */
function hasNews(accountId: number) {
	return sql<boolean>`(exists (
		select 1 from publications p
		where p.lineage = components.lineage and p.state = 'active' and p.is_dependency = 0 and p.account_id <> ${accountId} and ${visibleTo(accountId, "p")}
			and (p.number > components.latest_number
				or p.number = 0 and exists (select 1 from imports i where i.component_id = components.id and i.number = 0 and i.digest <> p.digest))
			and not exists (select 1 from lifecycles l where l.component_id = p.component_id and l.number = p.number and l.revoked_at is not null))
		or exists (
		select 1 from feeds f
		inner join feed_offers o on o.feed_id = f.id and o.lineage = components.lineage and o.number > components.latest_number and o.state = 'active'
		where f.account_id = ${accountId}
			and exists (select 1 from imports i where i.component_id = components.id and i.publisher_key = f.fingerprint)
			and not exists (select 1 from feed_lifecycles l
				where l.feed_id = f.id and l.lineage = o.lineage and l.number = o.number and l.revoked_at is not null)))`;
}

function importOf(row: {
	account_id: number;
	component_id: number;
	number: number;
	digest: string;
	publication_id: number | null;
	publisher: string;
	publisher_key: string | null;
	source: string;
	source_ref: string | null;
	imported_by: string;
	imported_at: string;
}): StoredImport {
	return {
		accountId: row.account_id,
		componentId: row.component_id,
		number: row.number,
		digest: row.digest,
		publicationId: row.publication_id,
		publisher: row.publisher,
		publisherKey: row.publisher_key,
		source: row.source as ImportSource,
		sourceRef: row.source_ref,
		importedBy: row.imported_by,
		importedAt: row.imported_at,
	};
}
