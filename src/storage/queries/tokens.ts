import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";

/** What a token may do: `reader` looks and resolves, `writer` also changes, `admin` also makes and revokes tokens. */
export type Role = "reader" | "writer" | "admin";

export interface StoredToken {
	readonly id: number;
	readonly accountId: number;
	readonly name: string;
	readonly role: Role;
	readonly createdAt: string;
	readonly expiresAt: string | null;
	readonly revokedAt: string | null;
	readonly lastUsedAt: string | null;
}

export function tokenReads(db: Kysely<Tables>) {
	const rows = () => db.selectFrom("tokens").selectAll();
	return {
		findByHash: async (hash: string): Promise<StoredToken | undefined> => {
			const row = await rows().where("hash", "=", hash).executeTakeFirst();
			return row && tokenOf(row);
		},
		list: async (accountId: number): Promise<StoredToken[]> =>
			(await rows().where("account_id", "=", accountId).orderBy("id").execute()).map(tokenOf),
	};
}

export function tokenWrites(db: Kysely<Tables>) {
	return {
		insert: async (
			token: Pick<StoredToken, "accountId" | "name" | "role" | "createdAt" | "expiresAt"> & { readonly hash: string },
		): Promise<number> => {
			const row = await db
				.insertInto("tokens")
				.values({
					account_id: token.accountId,
					name: token.name,
					role: token.role,
					hash: token.hash,
					created_at: token.createdAt,
					expires_at: token.expiresAt,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
		revoke: async (id: number, at: string): Promise<void> => {
			await db.updateTable("tokens").set({ revoked_at: at }).where("id", "=", id).execute();
		},
		touch: async (id: number, at: string): Promise<void> => {
			await db.updateTable("tokens").set({ last_used_at: at }).where("id", "=", id).execute();
		},
	};
}

function tokenOf(row: {
	id: number;
	account_id: number;
	name: string;
	role: string;
	created_at: string;
	expires_at: string | null;
	revoked_at: string | null;
	last_used_at: string | null;
}): StoredToken {
	return {
		id: row.id,
		accountId: row.account_id,
		name: row.name,
		role: row.role as Role,
		createdAt: row.created_at,
		expiresAt: row.expires_at,
		revokedAt: row.revoked_at,
		lastUsedAt: row.last_used_at,
	};
}
