import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";

/** Failed sign-in attempts of one name or address. */
export interface StoredAttempts {
	/** A key that does not reveal the name or address. */
	readonly subject: string;
	readonly failures: number;
	readonly lastAt: string;
	/** Earliest time of the next attempt. */
	readonly nextAt: string;
}

export function signInAttemptReads(db: Kysely<Tables>) {
	return {
		find: async (subject: string): Promise<StoredAttempts | undefined> => {
			const row = await db.selectFrom("sign_in_attempts").selectAll().where("subject", "=", subject).executeTakeFirst();
			return row && attemptsOf(row);
		},
	};
}

export function signInAttemptWrites(db: Kysely<Tables>) {
	return {
		/**
		 * The attempts so far, possibly none; others that lock them wait until the transaction ends, so that every attempt
		 * is counted.
		 */
		lock: async (subject: string, at: string): Promise<StoredAttempts> => {
			const row = await db
				.insertInto("sign_in_attempts")
				.values({ subject, failures: 0, last_at: at, next_at: at })
				.onConflict((conflict) =>
					conflict.column("subject").doUpdateSet((eb) => ({ failures: eb.ref("sign_in_attempts.failures") })),
				)
				.returningAll()
				.executeTakeFirstOrThrow();
			return attemptsOf(row);
		},
		put: async ({ subject, failures, lastAt, nextAt }: StoredAttempts): Promise<void> => {
			await db
				.updateTable("sign_in_attempts")
				.set({ failures, last_at: lastAt, next_at: nextAt })
				.where("subject", "=", subject)
				.execute();
		},
		remove: async (subject: string): Promise<void> => {
			await db.deleteFrom("sign_in_attempts").where("subject", "=", subject).execute();
		},
		/** Deletes those without an attempt since a time. */
		removeOlder: async (before: string): Promise<void> => {
			await db.deleteFrom("sign_in_attempts").where("last_at", "<", before).execute();
		},
	};
}

function attemptsOf(row: Tables["sign_in_attempts"]): StoredAttempts {
	return { subject: row.subject, failures: row.failures, lastAt: row.last_at, nextAt: row.next_at };
}
