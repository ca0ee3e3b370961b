import type { Kysely } from "kysely";
import { type AccountRole, sortRoles } from "../../../core/access/index.ts";
import type { Tables } from "../../tables.ts";
import { containsText } from "../contains-text.ts";

/** A user who signs in. */
export interface StoredUser {
	readonly id: number;
	/** Sign-in name, lower case. */
	readonly name: string;
	readonly displayName: string;
	readonly email: string | null;
	/** PHC string; null = no password. */
	readonly passwordHash: string | null;
	/** True for operators of the installation. */
	readonly isOperator: boolean;
	readonly createdAt: string;
	readonly updatedAt: string;
	readonly disabledAt: string | null;
}

export type NewUser = Omit<StoredUser, "id" | "updatedAt" | "disabledAt">;

/** A user's roles in an account, from one source. */
export interface StoredMembership {
	readonly accountId: number;
	readonly account: string;
	readonly userId: number;
	readonly user: string;
	readonly displayName: string;
	/** When the person was disabled; null = may sign in. */
	readonly disabledAt: string | null;
	/** `given` by an admin, or the sign-in provider whose groups give them. */
	readonly source: string;
	readonly roles: readonly AccountRole[];
	readonly createdAt: string;
}

export function userReads(db: Kysely<Tables>) {
	const memberships = () =>
		db
			.selectFrom("memberships")
			.innerJoin("accounts", "accounts.id", "memberships.account_id")
			.innerJoin("users", "users.id", "memberships.user_id")
			.selectAll("memberships")
			.select(["accounts.name as account", "users.name as user", "users.display_name", "users.disabled_at"]);
	return {
		find: async (name: string): Promise<StoredUser | undefined> => {
			const row = await db.selectFrom("users").selectAll().where("name", "=", name).executeTakeFirst();
			return row && userOf(row);
		},
		findById: async (id: number): Promise<StoredUser | undefined> => {
			const row = await db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst();
			return row && userOf(row);
		},
		/** By name. */
		list: async (filter: {
			readonly text?: string | undefined;
			readonly after?: string | undefined;
			readonly limit: number;
		}): Promise<StoredUser[]> => {
			let query = db.selectFrom("users").selectAll();
			if (filter.text !== undefined) query = query.where(containsText(["name", "display_name", "email"], filter.text));
			if (filter.after !== undefined) query = query.where("name", ">", filter.after);
			return (await query.orderBy("name").limit(filter.limit).execute()).map(userOf);
		},
		/** The installation's operators, by name. */
		listOperators: async (): Promise<StoredUser[]> =>
			(await db.selectFrom("users").selectAll().where("is_operator", "=", 1).orderBy("name").execute()).map(userOf),
		/** A user's memberships, in every account or in one; by account. */
		listMemberships: async (userId: number, accountId?: number): Promise<StoredMembership[]> => {
			let query = memberships().where("memberships.user_id", "=", userId);
			if (accountId !== undefined) query = query.where("memberships.account_id", "=", accountId);
			return (await query.orderBy("accounts.name").orderBy("memberships.source").execute()).map(membershipOf);
		},
		/** All memberships from a source, by account and name. */
		listMembershipsOf: async (source: string): Promise<StoredMembership[]> =>
			(
				await memberships()
					.where("memberships.source", "=", source)
					.orderBy("accounts.name")
					.orderBy("users.name")
					.execute()
			).map(membershipOf),
		/** An account's memberships, by name. */
		listMembers: async (accountId: number): Promise<StoredMembership[]> =>
			(
				await memberships()
					.where("memberships.account_id", "=", accountId)
					.orderBy("users.name")
					.orderBy("memberships.source")
					.execute()
			).map(membershipOf),
	};
}

export function userWrites(db: Kysely<Tables>) {
	return {
		insert: async (user: NewUser): Promise<number> => {
			const row = await db
				.insertInto("users")
				.values({
					name: user.name,
					display_name: user.displayName,
					email: user.email,
					password_hash: user.passwordHash,
					is_operator: user.isOperator ? 1 : 0,
					created_at: user.createdAt,
					updated_at: user.createdAt,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
		update: async (user: StoredUser): Promise<void> => {
			await db
				.updateTable("users")
				.set({
					display_name: user.displayName,
					email: user.email,
					password_hash: user.passwordHash,
					is_operator: user.isOperator ? 1 : 0,
					updated_at: user.updatedAt,
					disabled_at: user.disabledAt,
				})
				.where("id", "=", user.id)
				.execute();
		},
		/** Sets a user's roles in an account from one source; an empty list ends the membership from it. */
		setMembership: async (
			membership: Pick<StoredMembership, "accountId" | "userId" | "source" | "roles"> & { readonly at: string },
		): Promise<void> => {
			const { accountId, userId, source, at } = membership;
			await db
				.deleteFrom("memberships")
				.where("account_id", "=", accountId)
				.where("user_id", "=", userId)
				.where("source", "=", source)
				.execute();
			if (membership.roles.length === 0) return;
			const roles = JSON.stringify(sortRoles(membership.roles));
			await db
				.insertInto("memberships")
				.values({ account_id: accountId, user_id: userId, source, roles, created_at: at })
				.execute();
		},
	};
}

function userOf(row: {
	id: number;
	name: string;
	display_name: string;
	email: string | null;
	password_hash: string | null;
	is_operator: number;
	created_at: string;
	updated_at: string;
	disabled_at: string | null;
}): StoredUser {
	return {
		id: row.id,
		name: row.name,
		displayName: row.display_name,
		email: row.email,
		passwordHash: row.password_hash,
		isOperator: row.is_operator === 1,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
		disabledAt: row.disabled_at,
	};
}

function membershipOf(row: {
	account_id: number;
	account: string;
	user_id: number;
	user: string;
	display_name: string;
	disabled_at: string | null;
	source: string;
	roles: string;
	created_at: string;
}): StoredMembership {
	return {
		accountId: row.account_id,
		account: row.account,
		userId: row.user_id,
		user: row.user,
		displayName: row.display_name,
		disabledAt: row.disabled_at,
		source: row.source,
		roles: JSON.parse(row.roles) as AccountRole[],
		createdAt: row.created_at,
	};
}
