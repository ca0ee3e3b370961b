import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";

/** A signed-in browser of a user; only that browser has the secret. */
export interface StoredSession {
	readonly id: number;
	readonly userId: number;
	/** `password`, or the sign-in provider. */
	readonly method: string;
	/** The browser's User-Agent. */
	readonly agent: string | null;
	readonly createdAt: string;
	readonly expiresAt: string;
	readonly lastUsedAt: string;
}

export function sessionReads(db: Kysely<Tables>) {
	const rows = () =>
		db.selectFrom("sessions").select(["id", "user_id", "method", "agent", "created_at", "expires_at", "last_used_at"]);
	return {
		findByHash: async (hash: string): Promise<StoredSession | undefined> => {
			const row = await rows().where("hash", "=", hash).executeTakeFirst();
			return row && sessionOf(row);
		},
		/** A user's sessions, newest first. */
		list: async (userId: number): Promise<StoredSession[]> =>
			(await rows().where("user_id", "=", userId).orderBy("id", "desc").execute()).map(sessionOf),
	};
}

export function sessionWrites(db: Kysely<Tables>) {
	return {
		insert: async (session: Omit<StoredSession, "id" | "lastUsedAt"> & { readonly hash: string }): Promise<number> => {
			const row = await db
				.insertInto("sessions")
				.values({
					user_id: session.userId,
					hash: session.hash,
					method: session.method,
					agent: session.agent,
					created_at: session.createdAt,
					expires_at: session.expiresAt,
					last_used_at: session.createdAt,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
		remove: async (id: number): Promise<void> => {
			await db.deleteFrom("sessions").where("id", "=", id).execute();
		},
		/** Ends all sessions of a user, except one if given. */
		removeAll: async (userId: number, but: number | null): Promise<void> => {
			let query = db.deleteFrom("sessions").where("user_id", "=", userId);
			if (but !== null) query = query.where("id", "!=", but);
			await query.execute();
		},
		/** Ends all users' sessions of a sign-in method. */
		removeByMethod: async (method: string): Promise<void> => {
			await db.deleteFrom("sessions").where("method", "=", method).execute();
		},
		/** Deletes those that ended before a time. */
		removeExpired: async (before: string): Promise<void> => {
			await db.deleteFrom("sessions").where("expires_at", "<", before).execute();
		},
		touch: async (id: number, at: string): Promise<void> => {
			await db.updateTable("sessions").set({ last_used_at: at }).where("id", "=", id).execute();
		},
	};
}

function sessionOf(row: {
	id: number;
	user_id: number;
	method: string;
	agent: string | null;
	created_at: string;
	expires_at: string;
	last_used_at: string;
}): StoredSession {
	return {
		id: row.id,
		userId: row.user_id,
		method: row.method,
		agent: row.agent,
		createdAt: row.created_at,
		expiresAt: row.expires_at,
		lastUsedAt: row.last_used_at,
	};
}
