import type { Kysely } from "kysely";
import type { Role } from "../../../core/access/index.ts";
import type { ComponentKind } from "../../../core/component/index.ts";
import type { Tables } from "../../tables.ts";

export interface StoredToken {
	readonly id: number;
	readonly accountId: number;
	readonly name: string;
	/** The most that it may do: its owner's roles narrow it further. */
	readonly roles: readonly Role[];
	/** The user who owns it; null = a service's. */
	readonly owner: { readonly id: number; readonly name: string } | null;
	/** The one component that it is for; null = the whole account. */
	readonly componentId: number | null;
	/** Its component; null also if it was deleted, which ends the token. */
	readonly component: { readonly kind: ComponentKind; readonly name: string } | null;
	/** `made`, or the workload rule that issued it. */
	readonly source: string;
	readonly createdAt: string;
	readonly expiresAt: string | null;
	readonly revokedAt: string | null;
	readonly lastUsedAt: string | null;
}

export interface NewToken
	extends Pick<StoredToken, "accountId" | "name" | "roles" | "componentId" | "source" | "createdAt" | "expiresAt"> {
	readonly userId: number | null;
	/** SHA-256 of the secret, hex. */
	readonly hash: string;
}

export function tokenReads(db: Kysely<Tables>) {
	const rows = () =>
		db
			.selectFrom("tokens")
			.leftJoin("users", "users.id", "tokens.user_id")
			.leftJoin("components", (join) =>
				join
					.onRef("components.id", "=", "tokens.component_id")
					.onRef("components.account_id", "=", "tokens.account_id"),
			)
			.selectAll("tokens")
			.select(["users.name as owner", "components.kind as component_kind", "components.name as component_name"]);
	return {
		findByHash: async (hash: string): Promise<StoredToken | undefined> => {
			const row = await rows().where("tokens.hash", "=", hash).executeTakeFirst();
			return row && tokenOf(row);
		},
		find: async (accountId: number, id: number): Promise<StoredToken | undefined> => {
			const row = await rows()
				.where("tokens.account_id", "=", accountId)
				.where("tokens.id", "=", id)
				.executeTakeFirst();
			return row && tokenOf(row);
		},
		/** Whether a service's token of this name, in any account, is usable at a time. */
		hasService: async (name: string, at: string): Promise<boolean> => {
			const alive = rows()
				.where("tokens.name", "=", name)
				.where("tokens.user_id", "is", null)
				.where("tokens.revoked_at", "is", null);
			const row = await alive
				.where((eb) => eb.or([eb("tokens.expires_at", "is", null), eb("tokens.expires_at", ">", at)]))
				.executeTakeFirst();
			return row !== undefined;
		},
		/** The account's tokens, or those of one user in it. */
		list: async (accountId: number, userId?: number): Promise<StoredToken[]> => {
			let query = rows().where("tokens.account_id", "=", accountId);
			if (userId !== undefined) query = query.where("tokens.user_id", "=", userId);
			return (await query.orderBy("tokens.id").execute()).map(tokenOf);
		},
	};
}

export function tokenWrites(db: Kysely<Tables>) {
	return {
		insert: async (token: NewToken): Promise<number> => {
			const row = await db
				.insertInto("tokens")
				.values({
					account_id: token.accountId,
					name: token.name,
					role: nearestOldRole(token.roles),
					roles: JSON.stringify(token.roles),
					user_id: token.userId,
					component_id: token.componentId,
					source: token.source,
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
		/** Deletes an account's tokens of a source that expired before a time: each workload job leaves one. */
		removeExpired: async (accountId: number, source: string, before: string): Promise<void> => {
			await db
				.deleteFrom("tokens")
				.where("source", "=", source)
				.where("account_id", "=", accountId)
				.where("expires_at", "<", before)
				.execute();
		},
		touch: async (id: number, at: string): Promise<void> => {
			await db.updateTable("tokens").set({ last_used_at: at }).where("id", "=", id).execute();
		},
	};
}

/** The most that a server of the previous release may let it do: never more than its own rights. */
function nearestOldRole(roles: readonly Role[]): string {
	const has = new Set<Role>(roles);
	if (!(["observer", "actor", "designer", "library"] as const).every((role) => has.has(role))) return "reader";
	return has.has("admin") && has.has("publisher") ? "admin" : "writer";
}

function tokenOf(row: {
	id: number;
	account_id: number;
	name: string;
	roles: string;
	user_id: number | null;
	owner: string | null;
	component_id: number | null;
	component_kind: string | null;
	component_name: string | null;
	source: string;
	created_at: string;
	expires_at: string | null;
	revoked_at: string | null;
	last_used_at: string | null;
}): StoredToken {
	return {
		id: row.id,
		accountId: row.account_id,
		name: row.name,
		roles: JSON.parse(row.roles) as Role[],
		owner: row.user_id === null ? null : { id: row.user_id, name: row.owner ?? "" },
		componentId: row.component_id,
		component:
			row.component_name === null ? null : { kind: row.component_kind as ComponentKind, name: row.component_name },
		source: row.source,
		createdAt: row.created_at,
		expiresAt: row.expires_at,
		revokedAt: row.revoked_at,
		lastUsedAt: row.last_used_at,
	};
}
