import { type Kysely, type Selectable, sql } from "kysely";
import type { AccountGroupsTable, Tables } from "../../tables.ts";

/** An account's group of accounts to share with. */
export interface StoredAccountGroup {
	readonly id: number;
	readonly accountId: number;
	readonly name: string;
	readonly description: string;
	readonly createdAt: string;
	readonly updatedAt: string;
}

/** A group with its owner, as a member sees it. */
export interface JoinedGroup extends StoredAccountGroup {
	readonly account: string;
	/** The owner's publisher name; null = it has no profile. */
	readonly publisher: string | null;
	readonly joinedAt: string;
}

export interface StoredGroupMember {
	readonly accountId: number;
	readonly account: string;
	readonly joinedAt: string;
}

/** An invitation; its code is stored nowhere. */
export interface StoredInvitation {
	readonly id: number;
	readonly groupId: number;
	/** Whom it is for, in the inviter's words. */
	readonly note: string;
	readonly invitedBy: string;
	readonly createdAt: string;
	readonly expiresAt: string;
	readonly acceptedAt: string | null;
	/** Name of the account that joined by it. */
	readonly acceptedBy: string | null;
	readonly revokedAt: string | null;
}

/** A page of a list sorted by name or id. */
interface Page<After> {
	readonly after?: After | undefined;
	readonly limit: number;
}

export function accountGroupReads(db: Kysely<Tables>) {
	return {
		...accountGroupLookups(db),
		...accountGroupLists(db),
	};
}

function accountGroupLookups(db: Kysely<Tables>) {
	return {
		find: async (accountId: number, name: string): Promise<StoredAccountGroup | undefined> => {
			const row = await db
				.selectFrom("account_groups")
				.selectAll()
				.where("account_id", "=", accountId)
				.where("name", "=", name)
				.executeTakeFirst();
			return row && groupOf(row);
		},
		/** One joined group. */
		findJoined: async (accountId: number, groupId: number): Promise<JoinedGroup | undefined> => {
			const row = await joined(db)
				.where("group_members.account_id", "=", accountId)
				.where("account_groups.id", "=", groupId)
				.executeTakeFirst();
			return row && joinedOf(row);
		},
		findMember: async (groupId: number, account: string): Promise<StoredGroupMember | undefined> => {
			const row = await db
				.selectFrom("group_members")
				.innerJoin("accounts", "accounts.id", "group_members.account_id")
				.select(["accounts.id", "accounts.name", "group_members.joined_at"])
				.where("group_members.group_id", "=", groupId)
				.where("accounts.name", "=", account)
				.executeTakeFirst();
			return row && { accountId: row.id, account: row.name, joinedAt: row.joined_at };
		},
		findInvitation: async (groupId: number, id: number): Promise<StoredInvitation | undefined> => {
			const row = await invitations(db)
				.where("group_invitations.group_id", "=", groupId)
				.where("group_invitations.id", "=", id)
				.executeTakeFirst();
			return row && invitationOf(row);
		},
	};
}

function accountGroupLists(db: Kysely<Tables>) {
	return {
		/** The account's own groups, by name, each with its number of members. */
		list: async (
			accountId: number,
			page: Page<string>,
		): Promise<(StoredAccountGroup & { readonly members: number })[]> => {
			let query = db
				.selectFrom("account_groups")
				.selectAll()
				.select((eb) =>
					eb
						.selectFrom("group_members")
						.select((members) => members.fn.countAll<number>().as("n"))
						.whereRef("group_members.group_id", "=", "account_groups.id")
						.as("members"),
				)
				.where("account_id", "=", accountId);
			if (page.after !== undefined) query = query.where("name", ">", page.after);
			return (await query.orderBy("name").limit(page.limit).execute()).map((row) => ({
				...groupOf(row),
				members: Number(row.members ?? 0),
			}));
		},
		/** By id, without those of other accounts. */
		listByIds: async (accountId: number, ids: readonly number[]): Promise<StoredAccountGroup[]> => {
			if (ids.length === 0) return [];
			const rows = await db
				.selectFrom("account_groups")
				.selectAll()
				.where("account_id", "=", accountId)
				.where("id", "in", [...ids])
				.orderBy("name")
				.execute();
			return rows.map(groupOf);
		},
		/** Other accounts' groups that an account has joined, by id. */
		listJoined: async (accountId: number, page: Page<number>): Promise<JoinedGroup[]> => {
			let query = joined(db).where("group_members.account_id", "=", accountId);
			if (page.after !== undefined) query = query.where("account_groups.id", ">", page.after);
			return (await query.orderBy("account_groups.id").limit(page.limit).execute()).map(joinedOf);
		},
		/** By the account's name. */
		listMembers: async (groupId: number, page: Page<string>): Promise<StoredGroupMember[]> => {
			let query = db
				.selectFrom("group_members")
				.innerJoin("accounts", "accounts.id", "group_members.account_id")
				.select(["accounts.id", "accounts.name", "group_members.joined_at"])
				.where("group_members.group_id", "=", groupId);
			if (page.after !== undefined) query = query.where("accounts.name", ">", page.after);
			const rows = await query.orderBy("accounts.name").limit(page.limit).execute();
			return rows.map((row) => ({ accountId: row.id, account: row.name, joinedAt: row.joined_at }));
		},
		/** The ids of all accounts in one of these groups, each once. */
		listMemberIds: async (groupIds: readonly number[]): Promise<number[]> => {
			if (groupIds.length === 0) return [];
			const rows = await db
				.selectFrom("group_members")
				.select("account_id")
				.distinct()
				.where("group_id", "in", [...groupIds])
				.orderBy("account_id")
				.execute();
			return rows.map((row) => row.account_id);
		},
		/** Newest first. */
		listInvitations: async (groupId: number, page: Page<number>): Promise<StoredInvitation[]> => {
			let query = invitations(db).where("group_invitations.group_id", "=", groupId);
			if (page.after !== undefined) query = query.where("group_invitations.id", "<", page.after);
			return (await query.orderBy("group_invitations.id", "desc").limit(page.limit).execute()).map(invitationOf);
		},
	};
}

export function accountGroupWrites(db: Kysely<Tables>) {
	return {
		...accountGroupInserts(db),
		...accountGroupMembers(db),
		...accountGroupUpdates(db),
		...accountGroupRemovals(db),
	};
}

function accountGroupInserts(db: Kysely<Tables>) {
	return {
		insert: async (
			made: Pick<StoredAccountGroup, "accountId" | "name" | "description"> & { readonly at: string },
		): Promise<StoredAccountGroup> => {
			const row = await db
				.insertInto("account_groups")
				.values({
					account_id: made.accountId,
					name: made.name,
					description: made.description,
					created_at: made.at,
					updated_at: made.at,
				})
				.returningAll()
				.executeTakeFirstOrThrow();
			return groupOf(row);
		},
		insertInvitation: async (
			made: Pick<StoredInvitation, "groupId" | "note" | "invitedBy" | "createdAt" | "expiresAt"> & {
				readonly codeHash: string;
			},
		): Promise<number> => {
			const row = await db
				.insertInto("group_invitations")
				.values({
					group_id: made.groupId,
					code_hash: made.codeHash,
					note: made.note,
					invited_by: made.invitedBy,
					created_at: made.createdAt,
					expires_at: made.expiresAt,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
		/**
		 * Uses an invitation, in one statement, so that of two that accept at once the second finds it used. Returns the
		 * group; undefined for a code that is unknown, used, revoked or expired, which the caller can't tell apart.
		 */
		acceptInvitation: async (
			codeHash: string,
			by: { readonly accountId: number; readonly at: string },
		): Promise<
			{ readonly invitationId: number; readonly group: StoredAccountGroup; readonly account: string } | undefined
		> => {
			const used = await db
				.updateTable("group_invitations")
				.set({ accepted_at: by.at, accepted_by: by.accountId })
				.where("code_hash", "=", codeHash)
				.where("accepted_at", "is", null)
				.where("revoked_at", "is", null)
				.where("expires_at", ">", by.at)
				.returning(["id", "group_id"])
				.executeTakeFirst();
			if (!used) return undefined;
			const row = await db
				.selectFrom("account_groups")
				.innerJoin("accounts", "accounts.id", "account_groups.account_id")
				.selectAll("account_groups")
				.select("accounts.name as account")
				.where("account_groups.id", "=", used.group_id)
				.executeTakeFirst();
			return row && { invitationId: used.id, group: groupOf(row), account: row.account };
		},
	};
}

function accountGroupMembers(db: Kysely<Tables>) {
	return {
		/** False if the account is a member already. */
		addMember: async (groupId: number, accountId: number, at: string): Promise<boolean> => {
			const row = await db
				.insertInto("group_members")
				.values({ group_id: groupId, account_id: accountId, joined_at: at })
				.onConflict((conflict) => conflict.columns(["group_id", "account_id"]).doNothing())
				.returning("group_id")
				.executeTakeFirst();
			return row !== undefined;
		},
	};
}

function accountGroupUpdates(db: Kysely<Tables>) {
	return {
		describe: async (
			id: number,
			words: { readonly name: string; readonly description: string; readonly at: string },
		): Promise<void> => {
			await db
				.updateTable("account_groups")
				.set({ name: words.name, description: words.description, updated_at: words.at })
				.where("id", "=", id)
				.execute();
		},
	};
}

function accountGroupRemovals(db: Kysely<Tables>) {
	return {
		/**
		 * Deletes a group with its invitations, and removes it from the audience of publications. Fails while it has
		 * members.
		 */
		remove: async (id: number): Promise<void> => {
			await db.deleteFrom("publication_groups").where("group_id", "=", id).execute();
			await db.deleteFrom("group_invitations").where("group_id", "=", id).execute();
			await db.deleteFrom("account_groups").where("id", "=", id).execute();
		},
		/** False if it was accepted, revoked or has expired: there is nothing to revoke. */
		revokeInvitation: async (groupId: number, id: number, at: string): Promise<boolean> => {
			const row = await db
				.updateTable("group_invitations")
				.set({ revoked_at: at })
				.where("group_id", "=", groupId)
				.where("id", "=", id)
				.where("accepted_at", "is", null)
				.where("revoked_at", "is", null)
				.where("expires_at", ">", at)
				.returning("id")
				.executeTakeFirst();
			return row !== undefined;
		},
		/** False if the account is not a member. */
		removeMember: async (groupId: number, accountId: number): Promise<boolean> => {
			const row = await db
				.deleteFrom("group_members")
				.where("group_id", "=", groupId)
				.where("account_id", "=", accountId)
				.returning("group_id")
				.executeTakeFirst();
			return row !== undefined;
		},
	};
}

function joined(db: Kysely<Tables>) {
	return db
		.selectFrom("group_members")
		.innerJoin("account_groups", "account_groups.id", "group_members.group_id")
		.innerJoin("accounts", "accounts.id", "account_groups.account_id")
		.leftJoin("publishers", "publishers.account_id", "account_groups.account_id")
		.selectAll("account_groups")
		.select(["accounts.name as account", "publishers.name as publisher", "group_members.joined_at"]);
}

function invitations(db: Kysely<Tables>) {
	return db
		.selectFrom("group_invitations")
		.leftJoin("accounts", "accounts.id", "group_invitations.accepted_by")
		.selectAll("group_invitations")
		.select(sql<string | null>`accounts.name`.as("accepted_by_name"));
}

type Invitation = Awaited<ReturnType<ReturnType<typeof invitations>["executeTakeFirstOrThrow"]>>;

function invitationOf(row: Invitation): StoredInvitation {
	return {
		id: row.id,
		groupId: row.group_id,
		note: row.note,
		invitedBy: row.invited_by,
		createdAt: row.created_at,
		expiresAt: row.expires_at,
		acceptedAt: row.accepted_at,
		acceptedBy: row.accepted_by_name,
		revokedAt: row.revoked_at,
	};
}

type Joined = Awaited<ReturnType<ReturnType<typeof joined>["executeTakeFirstOrThrow"]>>;

function joinedOf(row: Joined): JoinedGroup {
	return { ...groupOf(row), account: row.account, publisher: row.publisher, joinedAt: row.joined_at };
}

function groupOf(row: Selectable<AccountGroupsTable>): StoredAccountGroup {
	return {
		id: row.id,
		accountId: row.account_id,
		name: row.name,
		description: row.description,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
