import type { Kysely } from "kysely";
import type { Ddl, Engine } from "./dialects/engine.ts";
import { migrate } from "./migrate.ts";
import { readsOn, writesOn } from "./nouns.ts";
import { type AuditEntry, endWrite } from "./queries/audit/audit.ts";
import { findCell } from "./queries/resolve/resolve-cell.ts";
import { sessionWrites } from "./queries/sign-in/sessions.ts";
import { tokenWrites } from "./queries/tokens/tokens.ts";
import type { Store, Transaction, WriteOptions } from "./store.ts";
import type { Tables } from "./tables.ts";

const raceTries = 3;

/**
 * Opens a registry's database: a file path opens the embedded engine, a `postgres://` URL the server one. Brings the
 * schema up to date first. Throws `database-unavailable` or `database-newer`.
 */
export async function openStore(location: { readonly file: string } | { readonly url: string }): Promise<Store> {
	const engine = await openEngine(location);
	try {
		await migrate(engine);
		// Reads the database's clocks, too.
		await engine.generation();
	} catch (error) {
		await engine.close();
		throw error;
	}
	return storeOn(engine);
}

/** The engine of a location, without migrations. The PostgreSQL driver is loaded only if it is used. */
export async function openEngine(
	location: { readonly file: string } | { readonly url: string },
): Promise<Engine & { readonly ddl: Ddl }> {
	if ("file" in location) return (await import("./dialects/sqlite.ts")).openSqlite(location.file);
	return (await import("./dialects/postgres.ts")).openPostgres(location.url);
}

/** A store on an engine whose schema is up to date. */
export function storeOn(engine: Engine): Store {
	return {
		engine: engine.name,
		read: readsOn(engine.reader, engine),
		write: (act, options) => write(engine, act, options),
		keep: (act) => keep(engine, act),
		generation: () => engine.generation(),
		time: engine.time,
		findCell: (accountId, asked) => findCell(engine, accountId, asked),
		touchToken: (id, at) => engine.transaction((db) => tokenWrites(db).touch(id, at)),
		touchSession: (id, at) => engine.transaction((db) => sessionWrites(db).touch(id, at)),
		close: () => engine.close(),
	};
}

/** A transaction of the registry's own work: it has no audit entries and can't be undone. */
async function keep<T>(engine: Engine, act: (tx: Transaction) => Promise<T>): Promise<T> {
	return retryLostRaces(engine, () =>
		engine.transaction(async (db) => {
			const outcome = newOutcome();
			const result = await act(transactionOn(db, engine, outcome));
			if (outcome.entries.length > 0) throw new Error("an act with audit entries belongs in `write`, not in `keep`");
			if (outcome.isUndone) throw new Error("only a `write` can be undone");
			engine.time.note(await endWrite(db, []));
			return result;
		}),
	);
}

async function write<T>(
	engine: Engine,
	act: (tx: Transaction) => Promise<T>,
	{ dryRun = false }: WriteOptions = {},
): Promise<T> {
	return retryLostRaces(engine, async () => {
		try {
			return await engine.transaction(async (db) => {
				const outcome = newOutcome();
				const result = await act(transactionOn(db, engine, outcome));
				if (outcome.isUndone) throw new RolledBack(result);
				if (outcome.entries.length === 0)
					throw new Error("a write ended without an audit entry: record one, or return tx.undo(result)");
				if (dryRun) throw new RolledBack(result);
				engine.time.note(await endWrite(db, outcome.entries));
				return result;
			});
		} catch (error) {
			if (error instanceof RolledBack) return error.result as T;
			throw error;
		}
	});
}

/**
 * Retries lost races: two writers insert the same row, or one references a row the other deletes. The loser gets a
 * constraint violation, and sees the winner's rows on its next attempt.
 */
async function retryLostRaces<T>(engine: Engine, attempt: () => Promise<T>): Promise<T> {
	for (let tries = 1; ; tries++) {
		try {
			return await attempt();
		} catch (error) {
			if (!engine.isLostRace(error) || tries >= raceTries) throw error;
		}
	}
}

/** Ends a transaction with a rollback, and carries the result of its act out. */
class RolledBack extends Error {
	readonly result: unknown;

	constructor(result: unknown) {
		super("rolled back on purpose");
		this.result = result;
	}
}

/** What an act says about its transaction while it runs. */
interface Outcome {
	readonly entries: AuditEntry[];
	isUndone: boolean;
}

function newOutcome(): Outcome {
	return { entries: [], isUndone: false };
}

function transactionOn(db: Kysely<Tables>, engine: Engine, outcome: Outcome): Transaction {
	return Object.assign(writesOn(db, engine), {
		record: (entry: AuditEntry) => {
			outcome.entries.push(entry);
		},
		undo: <T>(result: T) => {
			outcome.isUndone = true;
			return result;
		},
	});
}
