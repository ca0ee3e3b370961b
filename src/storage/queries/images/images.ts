import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import type {
	Architecture,
	CloudSlug,
	Image,
	ImageFacts,
	ImageIdentity,
	ImageKind,
	ImageState,
} from "../../../core/image/index.ts";
import {
	canonicalUid,
	hasSpellings,
	ignoresCase,
	imageKey,
	noFacts,
	plainSpellings,
	sameUid,
	spellingEnd,
} from "../../../core/image/index.ts";
import type { Engine, TextChange } from "../../dialects/engine.ts";
import type { ImageRow, NewImageRow, Tables } from "../../tables.ts";

export interface StoredImage extends Image {
	readonly id: number;
}

export interface ImageFilter {
	readonly accountId: number;
	readonly text?: string | undefined;
	readonly cloud?: string | undefined;
	readonly cloudType?: string | undefined;
	readonly os?: string | undefined;
	readonly osVersion?: string | undefined;
	readonly architecture?: string | undefined;
	/**
	 * A state of the publisher, or `revoked`. Images that this registry deprecated count as deprecated, and those that it
	 * deprecated or revoked do not count as active.
	 */
	readonly state?:
		| { readonly name: string /** The time at which it counts, UTC ISO 8601. */; readonly at: string }
		| undefined;
	readonly sort: "newest" | "oldest";
	readonly after?: { readonly createdAt: string; readonly id: number } | undefined;
	readonly limit: number;
}

/** An image to add to the catalogue, with its facts. */
export interface WantedImage extends ImageIdentity {
	readonly cloudId: number;
	readonly facts: Partial<ImageFacts>;
}

export interface EnsuredImages {
	/** One id for each wanted image, in the same order. */
	readonly ids: readonly number[];
	readonly added: number;
	readonly changed: number;
}

const batchSize = 2000;

export function imageReads(db: Kysely<Tables>, engine: Pick<Engine, "containsText">) {
	const rows = () =>
		db
			.selectFrom("images")
			.innerJoin("clouds", "clouds.id", "images.cloud_id")
			.selectAll("images")
			.select("clouds.slug as cloud");
	return {
		search: async (filter: ImageFilter): Promise<StoredImage[]> => {
			let query = rows().where("images.account_id", "=", filter.accountId);
			if (filter.text !== undefined && filter.text !== "")
				query = query.where(engine.containsText(filter.text.toLowerCase()));
			const { cloud } = filter;
			// As a value, not through the join: PostgreSQL then knows that one cloud's images are in the index in this order.
			if (cloud !== undefined) {
				query = query.where("images.cloud_id", "=", (eb) =>
					eb
						.selectFrom("clouds")
						.select("id")
						.where("account_id", "=", filter.accountId)
						.where("slug", "=", cloud)
						.where("is_dormant", "=", 0),
				);
			}
			if (filter.cloudType !== undefined) query = query.where("clouds.type", "=", filter.cloudType);
			if (filter.os !== undefined) query = query.where("images.os", "=", filter.os);
			if (filter.osVersion !== undefined) query = query.where("images.os_version", "=", filter.osVersion);
			if (filter.architecture !== undefined) query = query.where("images.architecture", "=", filter.architecture);
			if (filter.state !== undefined) query = query.where(hasState(filter.state));
			return (await paged(query, filter).limit(filter.limit).execute()).map(imageRow);
		},
		find: async (accountId: number, id: number): Promise<StoredImage | undefined> => {
			const row = await rows()
				.where("images.account_id", "=", accountId)
				.where("images.id", "=", id)
				.executeTakeFirst();
			return row && imageRow(row);
		},
		/**
		 * Every image of that uid, in any cloud and of any kind, in whatever spelling it is stored. With `quick`, other
		 * spellings than the plain ones are only looked for, in all of the account's images, if there are no plain ones.
		 */
		listByUid: async (accountId: number, uid: string, options = { quick: false }): Promise<StoredImage[]> => {
			const own = () => rows().where("images.account_id", "=", accountId).orderBy("clouds.slug").orderBy("images.id");
			if (ignoresCase(uid)) {
				const key = canonicalUid(uid).toLowerCase();
				return (
					await own()
						.where((eb) => eb(eb.fn<string>("lower", ["images.uid"]), "=", key))
						.execute()
				).map(imageRow);
			}
			const plain = await own().where("images.uid", "in", plainSpellings(uid)).execute();
			const end = spellingEnd(uid);
			if (end === null || (options.quick && plain.length > 0)) return plain.map(imageRow);
			// The pattern may find more than the image: underscores stand for any character.
			const longer = await own()
				.where("images.uid", "like", `%${end.replace(/[\\%_]/g, "_")}`)
				.execute();
			const known = new Set(plain.map(({ id }) => id));
			return [...plain, ...longer.filter((row) => !known.has(row.id) && sameUid(row.uid, uid))].map(imageRow);
		},
		listByIds: async (ids: readonly number[]): Promise<StoredImage[]> => {
			const found: StoredImage[] = [];
			for (let i = 0; i < ids.length; i += batchSize) {
				const batch = await rows()
					.where("images.id", "in", ids.slice(i, i + batchSize))
					.execute();
				found.push(...batch.map(imageRow));
			}
			return found;
		},
	};
}

export function imageWrites(db: Kysely<Tables>, engine: Pick<Engine, "indexTexts" | "insertMany" | "isOneOf">) {
	return {
		/**
		 * Adds images to the catalogue. With `refresh`, known images get facts that were missing, and new lifecycle dates.
		 */
		ensure: async (
			accountId: number,
			wanted: readonly WantedImage[],
			options = { refresh: true },
		): Promise<EnsuredImages> => {
			const unique = new Map<string, WantedImage>();
			for (const image of wanted) {
				const key = keyOf(image);
				const before = unique.get(key);
				unique.set(
					key,
					before ? { ...image, facts: { ...before.facts, ...newsOf(before.facts, image.facts) } } : image,
				);
			}
			const ids = new Map<string, number>();
			const textChanges: TextChange[] = [];
			const fresh: number[] = [];
			let changed = 0;
			const all = [...unique.entries()];
			for (let i = 0; i < all.length; i += batchSize) {
				const batch = new Map(all.slice(i, i + batchSize));
				const rows = await db
					.selectFrom("images")
					.selectAll()
					.where(engine.isOneOf([...batch.values()]))
					.execute();
				const known = new Map(rows.map((row) => [keyOfRow(row), row]));
				const missing = new Map([...batch].filter(([key]) => !known.has(key)));
				for (const [key, row] of known) {
					const image = batch.get(key);
					if (!image) continue;
					ids.set(key, row.id);
					const update = options.refresh ? newFacts(row, image) : undefined;
					if (!update) continue;
					changed++;
					if (update.search_text !== row.search_text) textChanges.push({ id: row.id, before: row.search_text });
					await db.updateTable("images").set(update).where("id", "=", row.id).execute();
				}
				if (missing.size === 0) continue;
				await engine.insertMany(
					db,
					"images",
					[...missing.values()].map((image) => newRow(accountId, image)),
				);
				const made = await db
					.selectFrom("images")
					.select(["id", "cloud_id", "uid", "kind", "checksum"])
					.where(engine.isOneOf([...missing.values()]))
					.execute();
				for (const row of made) {
					// The same uid of another kind, or with another checksum, can come along without being new.
					if (!missing.has(keyOfRow(row))) continue;
					ids.set(keyOfRow(row), row.id);
					fresh.push(row.id);
				}
				await inheritLifecycles(db, accountId, made);
			}
			if (fresh.length > 0 || textChanges.length > 0)
				await engine.indexTexts(db, { added: fresh, changed: textChanges });
			return { ids: wanted.map((image) => ids.get(keyOf(image)) ?? 0), added: fresh.length, changed };
		},
	};
}

function paged<O>(
	query: SelectQueryBuilder<Tables & { clouds: Tables["clouds"] }, "images" | "clouds", O>,
	filter: ImageFilter,
) {
	const direction = filter.sort === "newest" ? "desc" : "asc";
	const beyond = filter.sort === "newest" ? "<" : ">";
	const { after } = filter;
	const from = after
		? query.where((eb) =>
				eb(eb.refTuple("images.created_at", "images.id"), beyond, eb.tuple(after.createdAt, after.id)),
			)
		: query;
	return from.orderBy("images.created_at", direction).orderBy("images.id", direction);
}

/**
 * Gives images that are stored under a new spelling the lifecycle that this registry set under another one: what is
 * revoked stays revoked under every spelling.
 */
async function inheritLifecycles(
	db: Kysely<Tables>,
	accountId: number,
	images: readonly Pick<ImageRow, "id" | "cloud_id" | "uid" | "checksum">[],
): Promise<void> {
	const spelled = images.filter(({ uid }) => hasSpellings(uid));
	if (spelled.length === 0) return;
	const withdrawn = await db
		.selectFrom("image_lifecycles")
		.innerJoin("images", "images.id", "image_lifecycles.image_id")
		.selectAll("image_lifecycles")
		.select(["images.cloud_id", "images.uid", "images.checksum"])
		.where("images.account_id", "=", accountId)
		.execute();
	const byImage = new Map(withdrawn.map((row) => [sharedKey(row), row]));
	for (const image of spelled) {
		const row = byImage.get(sharedKey(image));
		if (!row || row.image_id === image.id) continue;
		const { cloud_id: _cloud, uid: _uid, checksum: _checksum, ...lifecycle } = row;
		await db
			.insertInto("image_lifecycles")
			.values({ ...lifecycle, image_id: image.id })
			.onConflict((conflict) => conflict.column("image_id").doNothing())
			.execute();
	}
}

function sharedKey({ cloud_id, uid, checksum }: Pick<ImageRow, "cloud_id" | "uid" | "checksum">): string {
	return `${cloud_id} ${imageKey({ uid, checksum: checksum === "" ? null : checksum })}`;
}

/** The condition that an image has a state, according to its publisher or this registry. */
function hasState({ name: state, at }: NonNullable<ImageFilter["state"]>) {
	const lifecycles = sql`select l.image_id from image_lifecycles l where`;
	const revoked = sql`images.id in (${lifecycles} l.revoked_at <= ${at})`;
	const deprecated = sql`images.id in (${lifecycles} l.deprecated_at <= ${at})`;
	switch (state) {
		case "revoked":
			return sql<boolean>`${revoked}`;
		case "deprecated":
			return sql<boolean>`(images.state = 'deprecated' or ${deprecated}) and not ${revoked}`;
		case "active":
			return sql<boolean>`images.state = 'active' and not ${revoked} and not ${deprecated}`;
		default:
			return sql<boolean>`images.state = ${state}`;
	}
}

function keyOf(image: WantedImage): string {
	return `${image.cloudId} ${image.kind} ${image.checksum ?? ""} ${image.uid}`;
}

function keyOfRow(row: Pick<ImageRow, "cloud_id" | "kind" | "checksum" | "uid">): string {
	return `${row.cloud_id} ${row.kind} ${row.checksum} ${row.uid}`;
}

function newRow(accountId: number, image: WantedImage): NewImageRow {
	const facts = { ...noFacts, ...image.facts };
	return {
		account_id: accountId,
		cloud_id: image.cloudId,
		kind: image.kind,
		uid: image.uid,
		checksum: image.checksum ?? "",
		...factColumns(facts),
		search_text: searchText(image.uid, facts),
	};
}

function factColumns(facts: ImageFacts) {
	return {
		name: facts.name,
		os: facts.os,
		os_version: facts.osVersion,
		architecture: facts.architecture,
		published_architecture: facts.publishedArchitecture,
		variant: facts.variant,
		owner: facts.owner,
		visibility: facts.visibility,
		state: facts.state,
		release: facts.release,
		created_at: facts.createdAt ?? "",
		deprecated_at: facts.deprecatedAt,
		deleted_at: facts.deletedAt,
		end_of_life_at: facts.endOfLifeAt,
		replacement: facts.replacement,
		url: facts.url,
	};
}

/** Facts that change in an image's life; all others describe it, and the first source of a fact stays. */
const lifeCycle: ReadonlySet<string> = new Set([
	"state",
	"visibility",
	"deprecatedAt",
	"deletedAt",
	"endOfLifeAt",
	"replacement",
] satisfies (keyof ImageFacts)[]);

/** The columns to write, or undefined if there is nothing new. Missing facts keep their old value. */
function newFacts(
	row: ImageRow,
	image: WantedImage,
): (ReturnType<typeof factColumns> & { search_text: string }) | undefined {
	const before = factsOf(row);
	const facts: ImageFacts = { ...before, ...newsOf(before, image.facts) };
	const columns = factColumns(facts);
	const same = Object.entries(columns).every(([column, value]) => row[column as keyof ImageRow] === value);
	return same ? undefined : { ...columns, search_text: searchText(image.uid, facts) };
}

/** The facts that `said` adds to the known ones: missing facts, and the newest lifecycle dates. */
function newsOf(known: Partial<ImageFacts>, said: Partial<ImageFacts>): Partial<ImageFacts> {
	const news = Object.entries(said).filter(([fact, value]) => {
		if (value === null || value === undefined || value === "unknown") return false;
		return lifeCycle.has(fact) || (known[fact as keyof ImageFacts] ?? null) === null;
	});
	return Object.fromEntries(news);
}

function searchText(uid: string, facts: ImageFacts): string {
	return [facts.name, uid, facts.os, facts.osVersion, facts.release]
		.filter((part) => part !== null && part !== "")
		.join(" ")
		.toLowerCase();
}

function factsOf(row: ImageRow): ImageFacts {
	return {
		name: row.name,
		os: row.os,
		osVersion: row.os_version,
		architecture: row.architecture as Architecture | null,
		publishedArchitecture: row.published_architecture,
		variant: row.variant,
		owner: row.owner,
		visibility: row.visibility as ImageFacts["visibility"],
		state: row.state as ImageState,
		release: row.release,
		createdAt: row.created_at === "" ? null : row.created_at,
		deprecatedAt: row.deprecated_at,
		deletedAt: row.deleted_at,
		endOfLifeAt: row.end_of_life_at,
		replacement: row.replacement,
		url: row.url,
	};
}

/** A catalogue row with its cloud's slug, as a value of the domain. */
export function imageRow(row: ImageRow & { cloud: string }): StoredImage {
	return {
		id: row.id,
		cloud: row.cloud as CloudSlug,
		kind: row.kind as ImageKind,
		uid: row.uid,
		checksum: row.checksum === "" ? null : row.checksum,
		...factsOf(row),
	};
}
