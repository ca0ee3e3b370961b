import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement, sql } from "kysely";
import type { Tables } from "../tables.ts";
import type { Ddl, Engine, SearchedTable, SqlValue } from "./engine.ts";
import { recordedTime } from "./recorded-time.ts";
import { openCommitMark } from "./sqlite-commit-mark.ts";
import { busyTimeoutMs, openSqliteConnection, type SqliteConnection } from "./sqlite-connection.ts";

/** How long a writer waits for another process before it gives up. */
const patienceMs = 60_000;
/** SQLITE_BUSY of https://www.sqlite.org/rescode.html. */
const busy = 5;

export const sqliteDdl: Ddl = {
	name: "sqlite",
	id: (column) => column.primaryKey().autoIncrement(),
	idType: "integer",
	text: sql`text`,
	clustered: (table) => table.modifyEnd(sql`without rowid`),
	createTextIndex: async (database, table) => {
		await sql`create virtual table ${sql.table(textIndexes[table])} using fts5(search_text, content = ${sql.lit(table)}, content_rowid = 'id', tokenize = 'trigram', detail = none, columnsize = 0)`.execute(
			database,
		);
	},
};

const textIndexes = { images: "image_texts", publications: "publication_texts" } as const satisfies Readonly<
	Record<SearchedTable, string>
>;

/**
 * Number of transactions that this process has committed, on any file: within the process, a commit is visible at once.
 */
let commitsHere = 0;

/** Opens the embedded engine on a file, with two connections: readers never see an uncommitted transaction. */
export function openSqlite(path: string): Engine & { readonly ddl: Ddl; readonly writer: Kysely<Tables> } {
	const writing = openSqliteConnection(path, "write");
	const reading = openSqliteConnection(path, "read");
	const writer = kyselyOn(writing);
	const reader = kyselyOn(reading);
	let queue: Promise<unknown> = Promise.resolve();
	// The read creates the WAL index if it does not exist.
	reading.all("select count(*) from sqlite_master", []);
	const time = recordedTime();
	const generation = generationReader(path, reading, time.note);
	return {
		name: "sqlite",
		ddl: sqliteDdl,
		reader,
		writer,
		transaction: (act) => {
			const run = queue.then(() => inTransaction(writing, () => act(writer)));
			queue = run.catch(() => undefined);
			return run;
		},
		generation,
		time: {
			machine: Date.now,
			// A changed generation is read together with the recorded time.
			recorded: () => {
				generation();
				return time.recorded();
			},
			note: time.note,
		},
		query: (text, parameters) => reading.all(text, parameters),
		isLostRace: (error) => errorCode(error) === 2067 || errorCode(error) === 1555,
		containsText: (text) => {
			const holds = sql<boolean>`images.search_text like ${`%${escapeLike(text)}%`} escape '\\'`;
			// The trigram index needs three characters, and can't be used with an escape: it narrows, the plain condition
			// decides.
			if ([...text].length < 3) return holds;
			return sql<boolean>`(images.id in (select rowid from image_texts where search_text like ${`%${text}%`}) and ${holds})`;
		},
		publicationsWith: (text) =>
			[...text].length < 3
				? undefined
				: sql`select rowid as id from publication_texts where search_text like ${`%${text}%`}`,
		// https://www.sqlite.org/optoverview.html, “disqualifying WHERE clause terms using unary plus”
		withoutIndex: (column) => sql`+${sql.ref(column)}`,
		isOneOf: (images) => {
			const pairs = JSON.stringify(images.map(({ cloudId, uid }) => [cloudId, uid]));
			return sql<boolean>`(images.cloud_id, images.uid) in (select value ->> 0, value ->> 1 from json_each(${pairs}))`;
		},
		indexTexts,
		insertMany: async (_target, table, rows) => insertRows(writing, table, rows),
		close: async () => {
			await queue;
			await reader.destroy();
			await writer.destroy();
		},
	};
}

/** Reads the registry's generation at most once in a turn of the event loop, unless this process commits meanwhile. */
function generationReader(path: string, reading: SqliteConnection, note: (at: string) => void): () => number {
	const mark = openCommitMark(path);
	let generation = Number.NaN;
	let isChecked = false;
	let checkedAt = -1;
	const endTurn = () => {
		isChecked = false;
	};
	return () => {
		if (isChecked && checkedAt === commitsHere) return generation;
		if (!mark.isSame()) generation = Number.NaN;
		if (Number.isNaN(generation)) {
			const state = reading.statement("select generation, clock from registry_state where id = 1").get();
			generation = Number(state?.generation ?? 0);
			note(String(state?.clock ?? ""));
		}
		// Requests of the same turn share the answer: it is not older than they are.
		if (!isChecked) setImmediate(endTurn);
		isChecked = true;
		checkedAt = commitsHere;
		return generation;
	};
}

const indexTexts: Engine["indexTexts"] = async (target, { added, changed }, table = "images") => {
	const index = sql.table(textIndexes[table]);
	for (const { id, before } of changed) {
		await sql`insert into ${index} (${index}, rowid, search_text) values ('delete', ${id}, ${before})`.execute(target);
	}
	const ids = [...added, ...changed.map((change) => change.id)];
	await sql`insert into ${index} (rowid, search_text) select id, search_text from ${sql.table(table)} where id in (select value from json_each(${JSON.stringify(ids)}))`.execute(
		target,
	);
};

/** Inserts one prepared row at a time, which is the fastest way: SQLite runs in this process. */
function insertRows(connection: SqliteConnection, table: string, rows: readonly object[]): void {
	const first = rows[0];
	if (!first) return;
	const columns = Object.keys(first);
	const statement = connection.statement(
		`insert into "${table}" (${columns.map((column) => `"${column}"`).join(", ")}) values (${columns.map(() => "?").join(", ")}) on conflict do nothing`,
	);
	for (const row of rows) statement.run(...bound(columns.map((column) => (row as Record<string, unknown>)[column])));
}

/**
 * `begin immediate` takes the write lock at once, so that what was read inside still holds when it is written. Kysely's
 * own transactions begin deferred.
 */
async function inTransaction<T>(connection: SqliteConnection, act: () => Promise<T>): Promise<T> {
	await beginImmediate(connection);
	try {
		const result = await act();
		connection.database.exec("commit");
		commitsHere++;
		return result;
	} catch (error) {
		if (connection.database.isTransaction) connection.database.exec("rollback");
		throw error;
	}
}

/**
 * Waits for another writer without blocking this process: the engine's own waiting would stop its event loop, and every
 * reader.
 */
async function beginImmediate({ database }: SqliteConnection): Promise<void> {
	const deadline = Date.now() + patienceMs;
	for (let attempt = 1; ; attempt++) {
		database.exec("pragma busy_timeout = 0");
		try {
			database.exec("begin immediate");
			return;
		} catch (error) {
			if (errorCode(error) !== busy || Date.now() > deadline) throw error;
		} finally {
			database.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
		}
		// Unequal pauses, so that two writers don't collide again and again.
		await new Promise((resolve) => setTimeout(resolve, Math.min(attempt, 10) * (0.5 + Math.random())));
	}
}

function kyselyOn(connection: SqliteConnection): Kysely<Tables> {
	const database: SqliteDatabase = {
		close: () => connection.close(),
		prepare: (text): SqliteStatement => {
			const statement = connection.statement(text);
			return {
				reader: statement.columns().length > 0,
				all: (parameters) => statement.all(...bound(parameters)),
				run: (parameters) => statement.run(...bound(parameters)),
				iterate: (parameters) => statement.iterate(...bound(parameters)),
			};
		},
	};
	return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
}

/** node:sqlite does not accept undefined, and would read a Date or another object as named parameters. */
function bound(parameters: readonly unknown[]): SqlValue[] {
	return parameters.map((value) => {
		if (value === undefined || value === null) return null;
		if (typeof value === "boolean") return value ? 1 : 0;
		if (typeof value === "string" || typeof value === "number") return value;
		throw new TypeError(`a ${typeof value} can't be stored`);
	});
}

function errorCode(error: unknown): unknown {
	return error instanceof Error && "errcode" in error ? error.errcode : undefined;
}

function escapeLike(text: string): string {
	return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}
