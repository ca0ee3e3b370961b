import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from "kysely";
import type { ComponentKind } from "../../../core/component/index.ts";
import type { Engine } from "../../dialects/engine.ts";
import type { Tables } from "../../tables.ts";
import { isSharedWith, visibleTo } from "./visible-to.ts";

/** A filter of the marketplace. Omitted fields match all. */
export interface MarketplaceFilter {
	/** The account that searches. */
	readonly viewerId: number;
	readonly kind?: ComponentKind | undefined;
	/** Account of the publisher. */
	readonly publisherId?: number | undefined;
	readonly category?: string | undefined;
	readonly cloud?: string | undefined;
	readonly os?: string | undefined;
	readonly osVersion?: string | undefined;
	readonly architecture?: string | undefined;
	/** Words that must all be found. */
	readonly text?: string | undefined;
	readonly sort: MarketplaceSort;
	/** Sort key and id of the last one of the previous page. */
	readonly after?: { readonly key: string; readonly id: number } | undefined;
	readonly limit: number;
}

type BrowsingEngine = Pick<Engine, "publicationsWith" | "withoutIndex">;

export type MarketplaceSort = "name" | "published" | "imports";

const sorts = {
	name: { column: "publications.name", direction: "asc", beyond: ">" },
	published: { column: "publications.published_at", direction: "desc", beyond: "<" },
	imports: { column: "publications.imports_count", direction: "desc", beyond: "<" },
} as const;

/** Up to this many rows are listed by id. */
const few = 2000;
/** No filter is counted further than this. */
const many = 20_000;

/**
 * Ids of one page: for each lineage the newest publication that is active, visible to the viewer and not only a
 * dependency; a shared HEAD counts as older than any commit. Walks twice: over the fronts, which everyone sees, in the
 * order of the index or by the narrowest filter; and over those that only the viewer's groups, or the viewer, see.
 */
export async function browsePublications(
	db: Kysely<Tables>,
	engine: BrowsingEngine,
	filter: MarketplaceFilter,
): Promise<number[]> {
	const { viewerId } = filter;
	const narrow = await narrowest(db, engine, filter);
	const { direction } = sorts[filter.sort];
	const fronts = narrow
		? page(db, engine, filter)
				.where((eb) =>
					Array.isArray(narrow) && narrow.length === 0
						? sql<boolean>`1 = 0`
						: eb("publications.id", "in", narrow as number[]),
				)
				.where(sql<boolean>`${engine.withoutIndex("publications.is_front")} = 1`)
		: page(db, engine, filter).where("publications.is_front", "=", 1);
	// Most accounts see nothing that not everyone sees: then the fronts are complete.
	const [hidden] = await privateIds(db, viewerId).limit(1).execute();
	if (!hidden) return (await fronts.execute()).map((row) => row.id);
	const own = page(db, engine, filter)
		.where("publications.id", "in", privateIds(db, viewerId))
		.where("publications.is_public", "=", 0)
		.where("publications.state", "=", "active")
		.where("publications.is_dependency", "=", 0)
		.where(isNewest(viewerId, "any"));
	const newest = fronts.where(isNewest(viewerId, "private"));
	const both = db
		.selectFrom(newest.as("fronts"))
		.selectAll()
		.unionAll(db.selectFrom(own.as("own")).selectAll());
	const found = await db
		.selectFrom(both.as("found"))
		.select("id")
		.orderBy("key", direction)
		.orderBy("id", direction)
		.limit(filter.limit)
		.execute();
	return found.map((row) => row.id);
}

/** The rows that match the filter, in its order, after the end of the previous page. */
function page(db: Kysely<Tables>, engine: BrowsingEngine, filter: MarketplaceFilter) {
	const { column, direction, beyond } = sorts[filter.sort];
	const { after, cloud, category } = filter;
	let query = db
		.selectFrom("publications")
		.select(["publications.id", `${column} as key`])
		.orderBy(column, direction)
		.orderBy("publications.id", direction)
		.limit(filter.limit);
	if (after) {
		const key = filter.sort === "imports" ? Number(after.key) : after.key;
		query = query.where((eb) =>
			eb(eb.refTuple(column, "publications.id"), beyond, eb.tuple<string | number, number>(key, after.id) as never),
		);
	}
	// Walk the index in the requested order, or none.
	for (const [name, value] of Object.entries({
		kind: filter.kind,
		os: filter.os,
		os_version: filter.osVersion,
		architecture: filter.architecture,
	})) {
		if (value !== undefined)
			query = query.where(sql<boolean>`${engine.withoutIndex(`publications.${name}`)} = ${value}`);
	}
	if (filter.publisherId !== undefined)
		query = query.where(sql<boolean>`${engine.withoutIndex("publications.account_id")} = ${filter.publisherId}`);
	if (cloud !== undefined) query = query.where(hasPart("publication_clouds", "cloud", cloud));
	if (category !== undefined) query = query.where(hasPart("publication_categories", "category", category));
	for (const word of wordsOf(filter)) {
		query = query.where(
			sql<boolean>`publications.search_text like ${`%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`} escape '\\'`,
		);
	}
	return query;
}

function hasPart(
	table: "publication_clouds" | "publication_categories",
	column: "cloud" | "category",
	value: string,
): RawBuilder<boolean> {
	return sql<boolean>`exists (select 1 from ${sql.table(table)} as part where part.publication_id = publications.id and part.${sql.ref(column)} = ${value})`;
}

/**
 * The condition that the viewer sees no newer one of the same lineage; `private` = only those that not everyone sees:
 * the fronts are the newest of the others.
 */
function isNewest(viewerId: number, among: "any" | "private"): RawBuilder<boolean> {
	const others =
		among === "any"
			? visibleTo(viewerId, "newer")
			: sql<boolean>`newer.is_public = 0 and (newer.account_id = ${viewerId} or ${isSharedWith(viewerId, "newer")})`;
	return sql<boolean>`not exists (select 1 from publications as newer where newer.account_id = publications.account_id
		and newer.lineage = publications.lineage and newer.number > publications.number
		and newer.state = 'active' and newer.is_dependency = 0 and ${others})`;
}

/** Publications that the viewer sees, but not everyone. */
function privateIds(db: Kysely<Tables>, viewerId: number) {
	return db
		.selectFrom("publication_groups")
		.innerJoin("group_members", "group_members.group_id", "publication_groups.group_id")
		.select("publication_groups.publication_id as id")
		.where("group_members.account_id", "=", viewerId)
		.union(db.selectFrom("publications").select("id").where("account_id", "=", viewerId).where("is_public", "=", 0));
}

type Ids = SelectQueryBuilder<Tables, keyof Tables, { id: number }>;

/**
 * What to walk instead of all fronts in their order: ids if the narrowest filter leaves few, its query if all filters
 * together probably leave so little that the walk would be long. Undefined = walk the fronts. Treats filters as
 * independent of each other.
 */
async function narrowest(
	db: Kysely<Tables>,
	engine: BrowsingEngine,
	filter: MarketplaceFilter,
): Promise<number[] | Ids | undefined> {
	const newest = await db
		.selectFrom("publications")
		.select((eb) => eb.fn.max("id").as("id"))
		.executeTakeFirst();
	const all = Number(newest?.id ?? 0);
	let best: { readonly query: Ids; readonly count: number } | undefined;
	let density = 1;
	for (const query of filterQueries(db, engine, filter)) {
		const counted = await db
			.selectFrom(query.limit(many + 1).as("some"))
			.select((eb) => eb.fn.countAll<number>().as("n"))
			.executeTakeFirst();
		const count = Number(counted?.n ?? 0);
		density *= count > many ? 1 / 2 : Math.min(1, count / all);
		if (count <= many && count < (best?.count ?? Number.POSITIVE_INFINITY)) best = { query, count };
		if (best !== undefined && best.count < few / 10) break;
	}
	if (best === undefined) return undefined;
	if (best.count <= few) return (await best.query.execute()).map((row) => row.id);
	return filter.limit / density > best.count ? best.query : undefined;
}

/** The rows that each filter matches, by its index. */
function filterQueries(db: Kysely<Tables>, engine: BrowsingEngine, filter: MarketplaceFilter): Ids[] {
	const { kind, publisherId, cloud, category, os, architecture } = filter;
	const fronts = db.selectFrom("publications").select("id").where("is_front", "=", 1);
	// The longest word is probably the rarest.
	const [word] = wordsOf(filter).sort((a, b) => b.length - a.length);
	const withWord = word === undefined ? undefined : engine.publicationsWith(word);
	const queries = [
		category !== undefined &&
			db.selectFrom("publication_categories").select("publication_id as id").where("category", "=", category),
		cloud !== undefined &&
			db.selectFrom("publication_clouds").select("publication_id as id").where("cloud", "=", cloud),
		publisherId !== undefined && db.selectFrom("publications").select("id").where("account_id", "=", publisherId),
		os !== undefined && fronts.where("os", "=", os),
		architecture !== undefined && fronts.where("architecture", "=", architecture),
		kind !== undefined && fronts.where("kind", "=", kind),
		withWord !== undefined && db.selectFrom(sql<{ id: number }>`(${withWord})`.as("found")).select("found.id"),
	];
	return queries.filter((query) => query !== false) as unknown as Ids[];
}

function wordsOf({ text }: MarketplaceFilter): string[] {
	return (text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
}
