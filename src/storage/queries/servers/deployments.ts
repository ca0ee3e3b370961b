import { type Kysely, sql } from "kysely";
import type { Tables } from "../../tables.ts";
import { comparable } from "../integer.ts";

/** A group of servers. */
export interface StoredDeployment {
	readonly id: number;
	readonly accountId: number;
	readonly name: string;
	readonly description: string;
	/** Values of inputs that its servers share, by name. */
	readonly inputs: Readonly<Record<string, string>>;
	/** Grows with every change of it. */
	readonly version: number;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface DeploymentFilter {
	readonly accountId: number;
	/** Part of the name or description. */
	readonly text?: string | undefined;
	/** Name of the last one of the previous page. */
	readonly after?: string | undefined;
	readonly limit: number;
}

export function deploymentReads(db: Kysely<Tables>) {
	return {
		find: async (accountId: number, name: string): Promise<StoredDeployment | undefined> => {
			const row = await db
				.selectFrom("deployments")
				.selectAll()
				.where("account_id", "=", accountId)
				.where("name", "=", name)
				.executeTakeFirst();
			return row && deploymentOf(row);
		},
		/** Sorted by name, each with its number of servers. */
		list: async (filter: DeploymentFilter): Promise<(StoredDeployment & { readonly servers: number })[]> => {
			let query = db
				.selectFrom("deployments")
				.selectAll("deployments")
				.select((eb) =>
					eb
						.selectFrom("servers")
						.select((servers) => servers.fn.countAll<number>().as("n"))
						.whereRef("servers.deployment_id", "=", "deployments.id")
						.as("servers"),
				)
				.where("account_id", "=", filter.accountId);
			for (const word of (filter.text ?? "").toLowerCase().split(/\s+/).filter(Boolean)) {
				query = query.where(
					sql<boolean>`lower(name || ' ' || description) like ${`%${word.replace(/[\\%_]/g, (c) => `\\${c}`)}%`} escape '\\'`,
				);
			}
			if (filter.after !== undefined) query = query.where("name", ">", filter.after);
			const rows = await query.orderBy("name").limit(filter.limit).execute();
			return rows.map((row) => ({ ...deploymentOf(row), servers: Number(row.servers ?? 0) }));
		},
		names: async (accountId: number): Promise<string[]> =>
			(
				await db
					.selectFrom("deployments")
					.select("name")
					.where("account_id", "=", accountId)
					.orderBy("name")
					.limit(10_000)
					.execute()
			).map((row) => row.name),
	};
}

export function deploymentWrites(db: Kysely<Tables>) {
	return {
		insert: async (
			made: Pick<StoredDeployment, "accountId" | "name" | "description" | "inputs"> & { readonly at: string },
		): Promise<StoredDeployment> => {
			const row = await db
				.insertInto("deployments")
				.values({
					account_id: made.accountId,
					name: made.name,
					description: made.description,
					inputs: JSON.stringify(made.inputs),
					version: 1,
					created_at: made.at,
					updated_at: made.at,
				})
				.returningAll()
				.executeTakeFirstOrThrow();
			return deploymentOf(row);
		},
		/**
		 * Locks the deployment for a change: the first act of every transaction that changes it. Others wait here until the
		 * transaction ends. Undefined if it was deleted, or is not at the expected version; null expects any.
		 */
		lockVersion: async (
			id: number,
			expectedVersion: number | null,
			at: string,
		): Promise<StoredDeployment | undefined> => {
			let query = db
				.updateTable("deployments")
				.set((eb) => ({ version: eb("version", "+", 1), updated_at: at }))
				.where("id", "=", id);
			if (expectedVersion !== null) query = query.where("version", "=", comparable(expectedVersion));
			const row = await query.returningAll().executeTakeFirst();
			return row && deploymentOf(row);
		},
		/** Locks the deployment against changes and deletion until the transaction ends. Undefined if it was deleted. */
		lock: async (id: number): Promise<StoredDeployment | undefined> => {
			const row = await db
				.updateTable("deployments")
				.set((eb) => ({ updated_at: eb.ref("updated_at") }))
				.where("id", "=", id)
				.returningAll()
				.executeTakeFirst();
			return row && deploymentOf(row);
		},
		set: async (id: number, words: Pick<StoredDeployment, "name" | "description" | "inputs">): Promise<void> => {
			await db
				.updateTable("deployments")
				.set({ name: words.name, description: words.description, inputs: JSON.stringify(words.inputs) })
				.where("id", "=", id)
				.execute();
		},
		/** Fails while it has a server. */
		remove: async (id: number): Promise<void> => {
			await db.deleteFrom("deployments").where("id", "=", id).execute();
		},
	};
}

function deploymentOf(row: {
	id: number;
	account_id: number;
	name: string;
	description: string;
	inputs: string;
	version: number;
	created_at: string;
	updated_at: string;
}): StoredDeployment {
	return {
		id: row.id,
		accountId: row.account_id,
		name: row.name,
		description: row.description,
		inputs: JSON.parse(row.inputs) as Record<string, string>,
		version: row.version,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
