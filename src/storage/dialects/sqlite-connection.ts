import { DatabaseSync, type StatementSync } from "node:sqlite";
import { fault } from "../../core/errors.ts";
import type { SqlRow, SqlValue } from "./engine.ts";

/** How long the engine itself waits for a lock, which is short outside of `begin immediate`. */
export const busyTimeoutMs = 10_000;

/** One connection to the embedded database, with its statements prepared once by their text. */
export interface SqliteConnection {
	readonly database: DatabaseSync;
	statement(sql: string): StatementSync;
	all(sql: string, parameters: readonly SqlValue[]): SqlRow[];
	close(): void;
}

/**
 * Opens the database file, or creates it. WAL lets readers and one writer work at the same time, also from other
 * processes; `synchronous = FULL` makes a commit survive a power loss. Throws `database-unavailable`.
 */
export function openSqliteConnection(path: string, access: "write" | "read"): SqliteConnection {
	try {
		const database = new DatabaseSync(path);
		database.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
		database.exec("pragma journal_mode = wal");
		database.exec("pragma synchronous = full");
		database.exec("pragma foreign_keys = on");
		database.exec("pragma cache_size = -65536");
		database.exec("pragma mmap_size = 1073741824");
		if (access === "read") database.exec("pragma query_only = on");
		return connectionOf(database);
	} catch (cause) {
		throw fault("database-unavailable", { problem: cause instanceof Error ? cause.message : String(cause) }, cause);
	}
}

const statementLimit = 500;

function connectionOf(database: DatabaseSync): SqliteConnection {
	const statements = new Map<string, StatementSync>();
	const statement = (sql: string): StatementSync => {
		const known = statements.get(sql);
		if (known) return known;
		const made = database.prepare(sql);
		if (statements.size >= statementLimit) statements.clear();
		statements.set(sql, made);
		return made;
	};
	return {
		database,
		statement,
		all: (sql, parameters) => statement(sql).all(...parameters) as SqlRow[],
		close: () => database.close(),
	};
}
