import type { DatabaseTime } from "./dialects/engine.ts";
import type { ReadableNouns, WritableNouns } from "./nouns.ts";
import type { AuditEntry } from "./queries/audit/audit.ts";
import type { Cell, CellRevision } from "./queries/resolve/resolve-cell.ts";

export type * from "./nouns.ts";

/** What can be read, by noun. */
export interface Reads extends ReadableNouns {}

/** What a transaction can do: read, write, and record what it did. */
export interface Transaction extends WritableNouns {
	/** Adds an entry to the audit of this write. */
	record(entry: AuditEntry): void;
	/**
	 * Rolls the write back when its act ends, entries included, and returns `result`, so that an act which finds nothing
	 * to change ends with `return tx.undo(result)`. The whole transaction is undone: only the act handed to `write` calls
	 * this, never a part of a larger one.
	 */
	undo<T>(result: T): T;
}

/** How a write is made. */
export interface WriteOptions {
	/** Dry run: `act` runs and its result is returned, with the same checks and faults, but nothing is saved. */
	readonly dryRun?: boolean | undefined;
}

/** The database of a registry, on either engine. */
export interface Store {
	readonly engine: "sqlite" | "postgres";
	/** Sees only committed rows. */
	readonly read: Reads;
	/**
	 * Runs `act` in one transaction: all of its writes and its audit entries are saved, or nothing is. `act` may run
	 * again if the engine asks for it, so it does nothing but use the transaction. An act that ends without an audit
	 * entry and without `undo` is a mistake and throws, so nothing is ever written or dropped unnoticed.
	 */
	write<T>(act: (tx: Transaction) => Promise<T>, options?: WriteOptions): Promise<T>;
	/**
	 * Runs the registry's own work in one transaction, for which no one has to answer: queues, cursors, read marks. Moves
	 * the generation, and records no audit entry.
	 */
	keep<T>(act: (tx: Transaction) => Promise<T>): Promise<T>;
	/** Counter of committed writes by any process on this database: equal = nothing has changed. */
	generation(): Promise<number> | number;
	/** The database's time, which is the same for all processes on it. */
	readonly time: Pick<DatabaseTime, "machine" | "recorded">;
	findCell(
		accountId: number,
		asked: { readonly name: string; readonly revision: CellRevision; readonly cloud: string },
	): Promise<Cell | undefined> | Cell | undefined;
	/** Records when a token was last used: without an audit entry, at most once a minute per token. */
	touchToken(id: number, at: string): Promise<void>;
	/** Records when a session was last used, likewise. */
	touchSession(id: number, at: string): Promise<void>;
	close(): Promise<void>;
}
