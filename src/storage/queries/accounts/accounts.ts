import type { Kysely } from "kysely";
import { type LintPolicy, noPolicy } from "../../../core/lint/index.ts";
import type { Tables } from "../../tables.ts";
import { containsText } from "../contains-text.ts";

export interface StoredAccount {
	readonly id: number;
	readonly name: string;
}

/** An account as it is shown. */
export interface DescribedAccount extends StoredAccount {
	readonly description: string;
	readonly createdAt: string;
	/** Number of users with roles in it. */
	readonly members: number;
}

/** A filter of accounts, sorted by name. Omitted fields match all. */
export interface AccountFilter {
	/** Exactly this name. */
	readonly name?: string | undefined;
	/** Accounts that this user is a member of. */
	readonly memberId?: number | undefined;
	/** Only this id. */
	readonly id?: number | undefined;
	/** Part of the name or description. */
	readonly text?: string | undefined;
	/** Name of the last one of the previous page. */
	readonly after?: string | undefined;
	readonly limit: number;
}

export function accountReads(db: Kysely<Tables>) {
	return {
		find: (name: string): Promise<StoredAccount | undefined> =>
			db.selectFrom("accounts").select(["id", "name"]).where("name", "=", name).executeTakeFirst(),
		get: (id: number): Promise<StoredAccount> =>
			db.selectFrom("accounts").select(["id", "name"]).where("id", "=", id).executeTakeFirstOrThrow(),
		/** By name; one query for every filter. */
		list: async (filter: AccountFilter): Promise<DescribedAccount[]> => {
			let query = db
				.selectFrom("accounts")
				.select(["id", "name", "description", "created_at"])
				.select((eb) =>
					eb
						.selectFrom("memberships")
						.select((of) => of.fn.count<number>("user_id").distinct().as("n"))
						.whereRef("memberships.account_id", "=", "accounts.id")
						.as("members"),
				);
			const { name, memberId, id, text, after } = filter;
			if (name !== undefined) query = query.where("name", "=", name);
			if (memberId !== undefined)
				query = query.where("id", "in", (eb) =>
					eb.selectFrom("memberships").select("account_id").where("user_id", "=", memberId),
				);
			if (id !== undefined) query = query.where("id", "=", id);
			if (text !== undefined) query = query.where(containsText(["name", "description"], text));
			if (after !== undefined) query = query.where("name", ">", after);
			const rows = await query.orderBy("name").limit(filter.limit).execute();
			return rows.map(({ created_at, members, ...row }) => ({
				...row,
				createdAt: created_at,
				members: Number(members ?? 0),
			}));
		},
		/** The account's lint policy. */
		getPolicy: async (id: number): Promise<LintPolicy> => {
			const row = await db.selectFrom("accounts").select("policy").where("id", "=", id).executeTakeFirst();
			return { ...noPolicy, ...(row?.policy == null ? {} : (JSON.parse(row.policy) as Partial<LintPolicy>)) };
		},
	};
}

export function accountWrites(db: Kysely<Tables>) {
	return {
		setPolicy: async (id: number, policy: LintPolicy): Promise<void> => {
			await db
				.updateTable("accounts")
				.set({ policy: JSON.stringify(policy) })
				.where("id", "=", id)
				.execute();
		},
		describe: async (id: number, description: string): Promise<void> => {
			await db.updateTable("accounts").set({ description }).where("id", "=", id).execute();
		},
		/** Creates the account unless one of that name exists; returns it either way. */
		ensure: async (name: string, at: string): Promise<StoredAccount & { readonly made: boolean }> => {
			const made = await db
				.insertInto("accounts")
				.values({ name, created_at: at })
				.onConflict((conflict) => conflict.column("name").doNothing())
				.returning(["id", "name"])
				.executeTakeFirst();
			if (made) return { ...made, made: true };
			return {
				...(await db.selectFrom("accounts").select(["id", "name"]).where("name", "=", name).executeTakeFirstOrThrow()),
				made: false,
			};
		},
		/**
		 * Locks the account for a change that concerns all of its rows: others that lock it wait until the transaction
		 * ends.
		 */
		lock: async (id: number): Promise<void> => {
			await db
				.updateTable("accounts")
				.set((eb) => ({ created_at: eb.ref("created_at") }))
				.where("id", "=", id)
				.execute();
		},
	};
}
