import type { Kysely } from "kysely";
import { type LintPolicy, noPolicy } from "../../core/index.ts";
import type { Tables } from "../tables.ts";

export interface StoredAccount {
	readonly id: number;
	readonly name: string;
}

export function accountReads(db: Kysely<Tables>) {
	return {
		find: (name: string): Promise<StoredAccount | undefined> =>
			db.selectFrom("accounts").select(["id", "name"]).where("name", "=", name).executeTakeFirst(),
		get: (id: number): Promise<StoredAccount> => db.selectFrom("accounts").select(["id", "name"]).where("id", "=", id).executeTakeFirstOrThrow(),
		/** What the account's lint asks for. */
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
		/** Makes the account unless one of that name is there; gives it either way. */
		ensure: async (name: string, at: string): Promise<StoredAccount & { readonly made: boolean }> => {
			const made = await db
				.insertInto("accounts")
				.values({ name, created_at: at })
				.onConflict((conflict) => conflict.column("name").doNothing())
				.returning(["id", "name"])
				.executeTakeFirst();
			if (made) return { ...made, made: true };
			return { ...(await db.selectFrom("accounts").select(["id", "name"]).where("name", "=", name).executeTakeFirstOrThrow()), made: false };
		},
		/** Takes the account for a change that must hold for all of its rows: others that take it wait until the transaction ends. */
		take: async (id: number): Promise<void> => {
			await db
				.updateTable("accounts")
				.set((eb) => ({ created_at: eb.ref("created_at") }))
				.where("id", "=", id)
				.execute();
		},
	};
}
