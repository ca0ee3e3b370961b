import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";

/** The dispatched part of the audit, and its end. */
export interface EventBacklog {
	readonly dispatched: number;
	readonly newest: number;
}

export function eventReads(db: Kysely<Tables>) {
	return {
		getBacklog: async (): Promise<EventBacklog> => {
			const row = await db
				.selectFrom("event_cursor")
				.innerJoin("registry_state", "registry_state.id", "event_cursor.id")
				.select(["event_cursor.seq as dispatched", "registry_state.audit_seq as newest"])
				.where("event_cursor.id", "=", 1)
				.executeTakeFirstOrThrow();
			return row;
		},
	};
}

export function eventWrites(db: Kysely<Tables>) {
	return {
		/**
		 * Number of the newest dispatched entry. Others that lock the cursor wait until the transaction ends, and then see
		 * where it is.
		 */
		lockCursor: async (): Promise<number> => {
			const row = await db
				.updateTable("event_cursor")
				.set((eb) => ({ seq: eb.ref("seq") }))
				.where("id", "=", 1)
				.returning("seq")
				.executeTakeFirstOrThrow();
			return row.seq;
		},
		moveCursor: async (seq: number): Promise<void> => {
			await db.updateTable("event_cursor").set({ seq }).where("id", "=", 1).execute();
		},
	};
}
