import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";

/** The public profile of an account that publishes. */
export interface StoredPublisher {
	readonly accountId: number;
	readonly name: string;
	/** The name in its form for comparison: unique in the installation. */
	readonly key: string;
	readonly email: string | null;
	readonly url: string | null;
	readonly description: string;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export function publisherReads(db: Kysely<Tables>) {
	return {
		find: async (accountId: number): Promise<StoredPublisher | undefined> => {
			const row = await db.selectFrom("publishers").selectAll().where("account_id", "=", accountId).executeTakeFirst();
			return row && publisherOf(row);
		},
		findByKey: async (key: string): Promise<StoredPublisher | undefined> => {
			const row = await db.selectFrom("publishers").selectAll().where("name_key", "=", key).executeTakeFirst();
			return row && publisherOf(row);
		},
	};
}

export function publisherWrites(db: Kysely<Tables>) {
	return {
		/** Creates or replaces the profile. Fails for a key that another account has. */
		put: async (publisher: Omit<StoredPublisher, "createdAt" | "updatedAt">, at: string): Promise<void> => {
			const { accountId, name, key, email, url, description } = publisher;
			const values = { name, name_key: key, email, url, description, updated_at: at };
			await db
				.insertInto("publishers")
				.values({ account_id: accountId, created_at: at, ...values })
				.onConflict((conflict) => conflict.column("account_id").doUpdateSet(values))
				.execute();
		},
	};
}

function publisherOf(row: Tables["publishers"]): StoredPublisher {
	return {
		accountId: row.account_id,
		name: row.name,
		key: row.name_key,
		email: row.email,
		url: row.url,
		description: row.description,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
