import type { Kysely } from "kysely";
import { type AccountRole, type GroupMapping, sortRoles } from "../../../core/access/index.ts";
import type { Tables } from "../../tables.ts";

/** An OpenID provider to sign in with. */
export interface StoredSignInProvider {
	readonly id: number;
	/** In addresses, and as the source of roles: `acme`. */
	readonly name: string;
	/** As the sign-in page shows it. */
	readonly title: string;
	readonly issuer: string;
	readonly clientId: string;
	/** Sealed; null = a public client. */
	readonly clientSecret: string | null;
	readonly scopes: readonly string[];
	/** The claim that lists groups; null = groups don't count. */
	readonly groupsClaim: string | null;
	/** Who becomes a user on the first sign-in: those to whom a group gives roles, or everyone. */
	readonly admits: "mapped" | "everyone";
	readonly createdAt: string;
	readonly updatedAt: string;
}

export function signInProviderReads(db: Kysely<Tables>) {
	const rows = () => db.selectFrom("sign_in_providers").selectAll();
	return {
		find: async (name: string): Promise<StoredSignInProvider | undefined> => {
			const row = await rows().where("name", "=", name).executeTakeFirst();
			return row && providerOf(row);
		},
		/** By name. */
		list: async (): Promise<StoredSignInProvider[]> => (await rows().orderBy("name").execute()).map(providerOf),
		/** The roles that groups give, by group and account. */
		listMappings: async (providerId: number): Promise<(GroupMapping & { readonly accountId: number })[]> => {
			const found = await db
				.selectFrom("group_mappings")
				.innerJoin("accounts", "accounts.id", "group_mappings.account_id")
				.select(["group_name", "account_id", "roles", "accounts.name as account"])
				.where("provider_id", "=", providerId)
				.orderBy("group_name")
				.orderBy("accounts.name")
				.execute();
			return found.map(({ group_name, account_id, account, roles }) => ({
				group: group_name,
				accountId: account_id,
				account,
				roles: JSON.parse(roles) as AccountRole[],
			}));
		},
		/** The user with a subject at an issuer. */
		findUserId: async (issuer: string, subject: string): Promise<number | undefined> =>
			(
				await db
					.selectFrom("user_identities")
					.select("user_id")
					.where("issuer", "=", issuer)
					.where("subject", "=", subject)
					.executeTakeFirst()
			)?.user_id,
	};
}

export function signInProviderWrites(db: Kysely<Tables>) {
	return {
		insert: async (provider: Omit<StoredSignInProvider, "id" | "updatedAt">): Promise<number> => {
			const row = await db
				.insertInto("sign_in_providers")
				.values({
					...columnsOf(provider),
					name: provider.name,
					created_at: provider.createdAt,
					updated_at: provider.createdAt,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
		update: async (provider: StoredSignInProvider): Promise<void> => {
			await db
				.updateTable("sign_in_providers")
				.set({ ...columnsOf(provider), updated_at: provider.updatedAt })
				.where("id", "=", provider.id)
				.execute();
		},
		/** With its mappings. Users who signed in with it keep their identity. */
		remove: async (id: number): Promise<void> => {
			await db.deleteFrom("group_mappings").where("provider_id", "=", id).execute();
			await db.deleteFrom("sign_in_providers").where("id", "=", id).execute();
		},
		/** Sets the roles that a group gives in an account; an empty list removes the mapping. */
		setMapping: async (
			providerId: number,
			mapping: {
				readonly group: string;
				readonly accountId: number;
				readonly roles: readonly AccountRole[];
				readonly at: string;
			},
		): Promise<void> => {
			const { group, accountId, at } = mapping;
			await db
				.deleteFrom("group_mappings")
				.where("provider_id", "=", providerId)
				.where("group_name", "=", group)
				.where("account_id", "=", accountId)
				.execute();
			if (mapping.roles.length === 0) return;
			const roles = JSON.stringify(sortRoles(mapping.roles));
			await db
				.insertInto("group_mappings")
				.values({ provider_id: providerId, group_name: group, account_id: accountId, roles, created_at: at })
				.execute();
		},
		addIdentity: async (identity: {
			readonly issuer: string;
			readonly subject: string;
			readonly userId: number;
			readonly at: string;
		}): Promise<void> => {
			const { issuer, subject, userId, at } = identity;
			await db.insertInto("user_identities").values({ issuer, subject, user_id: userId, created_at: at }).execute();
		},
	};
}

function columnsOf(provider: Omit<StoredSignInProvider, "id" | "name" | "createdAt" | "updatedAt">) {
	return {
		title: provider.title,
		issuer: provider.issuer,
		client_id: provider.clientId,
		client_secret: provider.clientSecret,
		scopes: JSON.stringify(provider.scopes),
		groups_claim: provider.groupsClaim,
		admits: provider.admits,
	};
}

function providerOf(row: {
	id: number;
	name: string;
	title: string;
	issuer: string;
	client_id: string;
	client_secret: string | null;
	scopes: string;
	groups_claim: string | null;
	admits: string;
	created_at: string;
	updated_at: string;
}): StoredSignInProvider {
	return {
		id: row.id,
		name: row.name,
		title: row.title,
		issuer: row.issuer,
		clientId: row.client_id,
		clientSecret: row.client_secret,
		scopes: JSON.parse(row.scopes) as string[],
		groupsClaim: row.groups_claim,
		admits: row.admits === "everyone" ? "everyone" : "mapped",
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
