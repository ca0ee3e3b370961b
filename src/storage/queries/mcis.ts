import { type Kysely, sql } from "kysely";
import { openEnd, type Tables } from "../tables.ts";
import { comparable } from "./integer.ts";
import { ensureTexts } from "./texts.ts";

export interface StoredMci {
	readonly id: number;
	readonly accountId: number;
	/** Identity of the MCI on every installation. */
	readonly lineage: string;
	readonly name: string;
	readonly description: string;
	readonly tags: readonly string[];
	/** Grows with every change of HEAD. */
	readonly headVersion: number;
	/** Number of the newest commit; 0 = none yet. */
	readonly latest: number;
	/** The upstream's product line it is made from, and the revision its newest imported release became. */
	readonly origin: { readonly key: string; readonly number: number | null } | null;
	readonly os: string | null;
	readonly osVersion: string | null;
	readonly architecture: string | null;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface MciFilter {
	readonly accountId: number;
	readonly text?: string | undefined;
	readonly cloud?: string | undefined;
	readonly os?: string | undefined;
	readonly osVersion?: string | undefined;
	readonly architecture?: string | undefined;
	readonly sort: "name" | "updated";
	readonly after?: { readonly key: string; readonly id: number } | undefined;
	readonly limit: number;
}

/** What MCIs are found by: the OS and architecture that all images of HEAD share, null where they differ. */
export interface SharedFacts {
	readonly os: string | null;
	readonly osVersion: string | null;
	readonly architecture: string | null;
}

export interface NewMci {
	readonly accountId: number;
	readonly lineage: string;
	readonly name: string;
	readonly description: string;
	readonly tags: readonly string[];
	readonly originKey: string | null;
	readonly at: string;
}

export function mciReads(db: Kysely<Tables>) {
	const rows = () =>
		db.selectFrom("mcis").innerJoin("texts", "texts.id", "mcis.description_id").selectAll("mcis").select("texts.body as description");
	return {
		find: async (accountId: number, name: string): Promise<StoredMci | undefined> => {
			const row = await rows().where("account_id", "=", accountId).where("name", "=", name).executeTakeFirst();
			return row && mciOf(row);
		},
		findByOrigin: async (accountId: number, key: string): Promise<StoredMci | undefined> => {
			const row = await rows().where("account_id", "=", accountId).where("origin_key", "=", key).orderBy("mcis.id").executeTakeFirst();
			return row && mciOf(row);
		},
		names: async (accountId: number): Promise<string[]> =>
			(await db.selectFrom("mcis").select("name").where("account_id", "=", accountId).orderBy("name").limit(10_000).execute()).map((row) => row.name),
		search: async (filter: MciFilter): Promise<StoredMci[]> => {
			let query = rows().where("mcis.account_id", "=", filter.accountId);
			for (const word of (filter.text ?? "").toLowerCase().split(/\s+/).filter(Boolean)) {
				query = query.where(sql<boolean>`mcis.search_text like ${`%${word.replace(/[\\%_]/g, (c) => `\\${c}`)}%`} escape '\\'`);
			}
			if (filter.os !== undefined) query = query.where("mcis.os", "=", filter.os);
			if (filter.osVersion !== undefined) query = query.where("mcis.os_version", "=", filter.osVersion);
			if (filter.architecture !== undefined) query = query.where("mcis.architecture", "=", filter.architecture);
			const { cloud, after } = filter;
			if (cloud !== undefined) {
				query = query.where((eb) =>
					eb.exists(
						eb
							.selectFrom("settings")
							.innerJoin("clouds", "clouds.id", "settings.cloud_id")
							.select("settings.mci_id")
							.whereRef("settings.mci_id", "=", "mcis.id")
							.where("clouds.slug", "=", cloud)
							.where("settings.to_number", "=", openEnd),
					),
				);
			}
			if (filter.sort === "name") {
				if (after) query = query.where("mcis.name", ">", after.key);
				query = query.orderBy("mcis.name");
			} else {
				if (after) query = query.where((eb) => eb(eb.refTuple("mcis.updated_at", "mcis.id"), "<", eb.tuple(after.key, after.id)));
				query = query.orderBy("mcis.updated_at", "desc").orderBy("mcis.id", "desc");
			}
			return (await query.limit(filter.limit).execute()).map(mciOf);
		},
	};
}

export function mciWrites(db: Kysely<Tables>) {
	return {
		insert: async (mci: NewMci): Promise<number> => {
			const texts = await ensureTexts(db, [mci.description]);
			const row = await db
				.insertInto("mcis")
				.values({
					account_id: mci.accountId,
					lineage: mci.lineage,
					name: mci.name,
					description_id: texts.get(mci.description) ?? 0,
					tags: JSON.stringify(mci.tags),
					head_version: 1,
					latest_number: 0,
					origin_key: mci.originKey,
					search_text: searchText(mci),
					created_at: mci.at,
					updated_at: mci.at,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
		/**
		 * Takes the MCI for a change: the first act of every transaction that changes it. Others wait here until the transaction
		 * ends. False when HEAD is not at the expected version; null expects any.
		 */
		take: async (id: number, expectedVersion: number | null, at: string): Promise<boolean> => {
			let query = db
				.updateTable("mcis")
				.set((eb) => ({ head_version: eb("head_version", "+", 1), updated_at: at }))
				.where("id", "=", id);
			if (expectedVersion !== null) query = query.where("head_version", "=", comparable(expectedVersion));
			return (await query.returning("head_version").executeTakeFirst()) !== undefined;
		},
		describe: async (mci: Pick<StoredMci, "id" | "name">, description: string, tags: readonly string[]): Promise<void> => {
			const texts = await ensureTexts(db, [description]);
			await db
				.updateTable("mcis")
				.set({
					description_id: texts.get(description) ?? 0,
					tags: JSON.stringify(tags),
					search_text: searchText({ name: mci.name, description, tags }),
				})
				.where("id", "=", mci.id)
				.execute();
		},
		setFacts: async (id: number, facts: SharedFacts): Promise<void> => {
			await db
				.updateTable("mcis")
				.set({ os: facts.os, os_version: facts.osVersion, architecture: facts.architecture })
				.where("id", "=", id)
				.execute();
		},
		setLatest: async (id: number, latest: number, originNumber: number | null): Promise<void> => {
			await db
				.updateTable("mcis")
				.set(originNumber === null ? { latest_number: latest } : { latest_number: latest, origin_number: originNumber })
				.where("id", "=", id)
				.execute();
		},
	};
}

function searchText(mci: { name: string; description: string; tags: readonly string[] }): string {
	return [mci.name, mci.description.slice(0, 2000), ...mci.tags].join(" ").toLowerCase();
}

function mciOf(row: {
	id: number;
	account_id: number;
	lineage: string;
	name: string;
	description: string;
	tags: string;
	head_version: number;
	latest_number: number;
	origin_key: string | null;
	origin_number: number | null;
	os: string | null;
	os_version: string | null;
	architecture: string | null;
	created_at: string;
	updated_at: string;
}): StoredMci {
	return {
		id: row.id,
		accountId: row.account_id,
		lineage: row.lineage,
		name: row.name,
		description: row.description,
		tags: JSON.parse(row.tags) as string[],
		headVersion: row.head_version,
		latest: row.latest_number,
		origin: row.origin_key === null ? null : { key: row.origin_key, number: row.origin_number },
		os: row.os,
		osVersion: row.os_version,
		architecture: row.architecture,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
