import { type Kysely, sql } from "kysely";
import type { Cloud, CloudSlug } from "../../../core/image/index.ts";
import type { Tables } from "../../tables.ts";

export interface StoredCloud extends Cloud {
	readonly id: number;
	/** True = it only came with an import, and the account does not have it: its settings do not resolve. */
	readonly isDormant: boolean;
}

export interface CloudFilter {
	readonly accountId: number;
	readonly type?: string | undefined;
	readonly text?: string | undefined;
	readonly after?: string | undefined;
	readonly limit: number;
}

export function cloudReads(db: Kysely<Tables>) {
	const rows = () =>
		db.selectFrom("clouds").select(["clouds.id", "slug", "type", "region", "clouds.name", "is_dormant"]);
	return {
		find: async (accountId: number, slug: string): Promise<StoredCloud | undefined> => {
			const row = await rows().where("account_id", "=", accountId).where("slug", "=", slug).executeTakeFirst();
			return row && cloudRow(row);
		},
		/** In no order, without those that do not exist. */
		listBySlugs: async (accountId: number, slugs: readonly string[]): Promise<StoredCloud[]> => {
			const found: StoredCloud[] = [];
			for (let i = 0; i < slugs.length; i += 500) {
				const page = slugs.slice(i, i + 500);
				found.push(
					...(await rows().where("account_id", "=", accountId).where("slug", "in", page).execute()).map(cloudRow),
				);
			}
			return found;
		},
		/** Sorted by slug, with the number of catalogue images in each. */
		list: async (filter: CloudFilter): Promise<(StoredCloud & { readonly images: number })[]> => {
			let query = rows()
				.select((eb) =>
					eb
						.selectFrom("images")
						.select((images) => images.fn.countAll<number>().as("n"))
						.whereRef("images.cloud_id", "=", "clouds.id")
						.as("images"),
				)
				.where("account_id", "=", filter.accountId);
			if (filter.type !== undefined) query = query.where("type", "=", filter.type);
			if (filter.text !== undefined) query = query.where(slugContains(filter.text.toLowerCase()));
			if (filter.after !== undefined) query = query.where("slug", ">", filter.after);
			const found = await query.orderBy("slug").limit(filter.limit).execute();
			return found.map((row) => ({ ...cloudRow(row), images: Number(row.images ?? 0) }));
		},
		/** The type of every cloud of the account, by slug. */
		types: async (accountId: number): Promise<Map<string, string>> => {
			const found = await db
				.selectFrom("clouds")
				.select(["slug", "type"])
				.where("account_id", "=", accountId)
				.execute();
			return new Map(found.map((row) => [row.slug, row.type]));
		},
		slugs: async (accountId: number): Promise<string[]> =>
			(await db.selectFrom("clouds").select("slug").where("account_id", "=", accountId).orderBy("slug").execute()).map(
				(row) => row.slug,
			),
	};
}

export function cloudWrites(db: Kysely<Tables>) {
	/** Turns a dormant cloud into one that the account has. */
	const wake = async (id: number, cloud: Pick<Cloud, "type" | "region" | "name">): Promise<void> => {
		const { type, region, name } = cloud;
		await db.updateTable("clouds").set({ type, region, name, is_dormant: 0 }).where("id", "=", id).execute();
	};
	return {
		/**
		 * The ids of all these clouds. Missing ones are created, dormant if `isDormant` says so. A dormant one becomes
		 * active, unless it is requested dormant.
		 */
		ensure: async (
			accountId: number,
			clouds: readonly (Cloud & { readonly isDormant?: boolean })[],
			at: string,
		): Promise<Map<string, number>> => {
			const ids = new Map<string, number>();
			const sorted = [...new Map(clouds.map((cloud) => [cloud.slug, cloud])).values()].sort((a, b) =>
				a.slug < b.slug ? -1 : 1,
			);
			for (let i = 0; i < sorted.length; i += 200) {
				const batch = sorted.slice(i, i + 200);
				const find = () =>
					db
						.selectFrom("clouds")
						.select(["id", "slug", "is_dormant"])
						.where("account_id", "=", accountId)
						.where(
							"slug",
							"in",
							batch.map((cloud) => cloud.slug),
						)
						.execute();
				const bySlug = new Map(batch.map((cloud) => [cloud.slug as string, cloud]));
				for (const row of await find()) {
					ids.set(row.slug, row.id);
					const cloud = bySlug.get(row.slug);
					if (row.is_dormant === 1 && cloud && !cloud.isDormant) await wake(row.id, cloud);
				}
				const missing = batch.filter((cloud) => !ids.has(cloud.slug));
				if (missing.length === 0) continue;
				await db
					.insertInto("clouds")
					.values(
						missing.map((cloud) => ({
							account_id: accountId,
							slug: cloud.slug,
							type: cloud.type,
							region: cloud.region,
							name: cloud.name,
							created_at: at,
							is_dormant: cloud.isDormant ? 1 : 0,
						})),
					)
					.onConflict((conflict) => conflict.columns(["account_id", "slug"]).doNothing())
					.execute();
				for (const row of await find()) ids.set(row.slug, row.id);
			}
			return ids;
		},
		wake,
	};
}

function slugContains(text: string) {
	return sql<boolean>`slug like ${`%${text.replace(/[\\%_]/g, "\\$&")}%`} escape '\\'`;
}

function cloudRow(row: {
	id: number;
	slug: string;
	type: string;
	region: string | null;
	name: string;
	is_dormant: number;
}): StoredCloud {
	return {
		id: row.id,
		slug: row.slug as CloudSlug,
		type: row.type,
		region: row.region,
		name: row.name,
		isDormant: row.is_dormant === 1,
	};
}
