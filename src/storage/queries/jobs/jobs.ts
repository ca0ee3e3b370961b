import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";

/** Work to do at a time. */
export interface StoredJob {
	readonly id: number;
	/** Kind of its handler. */
	readonly kind: string;
	/** Identifies the work: there is one job of a key. */
	readonly key: string;
	/** JSON. */
	readonly payload: unknown;
	readonly runAt: string;
	/** Failures in a row, including a run in progress. */
	readonly tries: number;
	/** The problem of the last run. */
	readonly problem: string | null;
	/** How often it was added: a job that is added while it runs, runs once more. */
	readonly puts: number;
}

export type NewJob = Pick<StoredJob, "kind" | "key" | "payload" | "runAt">;

export function jobReads(db: Kysely<Tables>) {
	return {
		find: async (key: string): Promise<StoredJob | undefined> => {
			const row = await db.selectFrom("jobs").selectAll().where("key", "=", key).executeTakeFirst();
			return row && jobOf(row);
		},
		/** True if a job of these kinds is due. */
		hasDue: async (kinds: readonly string[], now: string): Promise<boolean> => {
			if (kinds.length === 0) return false;
			const due = db.selectFrom("jobs").select("id").where("run_at", "<=", now).where("lease_until", "<=", now);
			return (
				(await due
					.where("kind", "in", [...kinds])
					.limit(1)
					.executeTakeFirst()) !== undefined
			);
		},
	};
}

export function jobWrites(db: Kysely<Tables>) {
	return {
		...jobInserts(db),
		...jobLocks(db),
		...jobRemovals(db),
	};
}

function jobInserts(db: Kysely<Tables>) {
	return {
		/**
		 * Adds a job. An existing job of the key gets the newer payload and the earlier of both times; one in progress runs
		 * once more afterwards.
		 */
		put: async (job: NewJob, at: string): Promise<void> => {
			const payload = JSON.stringify(job.payload);
			const made = await db
				.insertInto("jobs")
				.values({
					kind: job.kind,
					key: job.key,
					payload,
					run_at: job.runAt,
					tries: 0,
					puts: 1,
					lease_until: "",
					created_at: at,
				})
				.onConflict((conflict) => conflict.column("key").doNothing())
				.returning("id")
				.executeTakeFirst();
			if (made) return;
			await db
				.updateTable("jobs")
				.set((eb) => ({
					payload,
					puts: eb("puts", "+", 1),
					run_at: eb
						.case()
						.when(eb.and([eb("run_at", "<", job.runAt), eb("lease_until", "<=", at)]))
						.then(eb.ref("run_at"))
						.else(job.runAt)
						.end(),
				}))
				.where("key", "=", job.key)
				.execute();
		},
	};
}

function jobLocks(db: Kysely<Tables>) {
	return {
		/** Leases the jobs that have been due longest. Each job is leased by one caller only. */
		claim: async (claim: {
			readonly kinds: readonly string[];
			readonly now: string;
			readonly until: string;
			readonly limit: number;
		}): Promise<StoredJob[]> => {
			const { kinds, now, until, limit } = claim;
			if (kinds.length === 0) return [];
			const due = await db
				.selectFrom("jobs")
				.select("id")
				.where("run_at", "<=", now)
				.where("lease_until", "<=", now)
				.where("kind", "in", [...kinds])
				.orderBy("run_at")
				.orderBy("id")
				.limit(limit)
				.execute();
			if (due.length === 0) return [];
			const rows = await db
				.updateTable("jobs")
				.set((eb) => ({ lease_until: until, tries: eb("tries", "+", 1) }))
				.where(
					"id",
					"in",
					due.map((row) => row.id),
				)
				.where("lease_until", "<=", now)
				.returningAll()
				.execute();
			return rows.map(jobOf).sort((a, b) => a.id - b.id);
		},
	};
}

function jobRemovals(db: Kysely<Tables>) {
	return {
		/** Ends a run. `again` = when to run it next; null = it is done and deleted. */
		endTry: async (
			taken: Pick<StoredJob, "id" | "tries" | "puts">,
			outcome: { readonly again: string | null; readonly tries: number; readonly problem: string | null },
		): Promise<void> => {
			const { id, tries, puts } = taken;
			const { again, problem } = outcome;
			if (again === null) {
				const gone = await db
					.deleteFrom("jobs")
					.where("id", "=", id)
					.where("tries", "=", tries)
					.where("puts", "=", puts)
					.executeTakeFirst();
				if (Number(gone.numDeletedRows) > 0) return;
			}
			await db
				.updateTable("jobs")
				.set((eb) => ({
					lease_until: "",
					tries: outcome.tries,
					problem,
					...(again === null
						? {}
						: { run_at: eb.case().when("puts", "=", puts).then(again).else(eb.ref("run_at")).end() }),
				}))
				.where("id", "=", id)
				.where("tries", "=", tries)
				.execute();
		},
		/** Deletes a job that is no longer wanted. */
		remove: async (key: string): Promise<void> => {
			await db.deleteFrom("jobs").where("key", "=", key).execute();
		},
	};
}

function jobOf(row: {
	id: number;
	kind: string;
	key: string;
	payload: string;
	run_at: string;
	tries: number;
	problem: string | null;
	puts: number;
}): StoredJob {
	return {
		id: row.id,
		kind: row.kind,
		key: row.key,
		payload: JSON.parse(row.payload),
		runAt: row.run_at,
		tries: row.tries,
		problem: row.problem,
		puts: row.puts,
	};
}
