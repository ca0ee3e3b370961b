import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from "kysely";
import pg from "pg";
import { fault } from "../../core/errors.ts";
import type { Tables } from "../tables.ts";
import type { DatabaseTime, Ddl, Engine, SqlRow, SqlValue } from "./engine.ts";
import { recordedTime } from "./recorded-time.ts";

const retries = 10;
const rowsPerInsert = 5000;

export const postgresDdl: Ddl = {
	name: "postgres",
	id: (column) => column.primaryKey().generatedByDefaultAsIdentity(),
	idType: "bigint",
	text: sql`text collate "C"`,
	clustered: (table) => table,
	createTextIndex: async (database, table) => {
		// The extension is part of PostgreSQL's contrib and trusted since 13. Without it, or the right to add it, searches
		// read all rows.
		const found = await sql<{ ready: boolean }>`
			select exists (select from pg_extension where extname = 'pg_trgm') or (exists (select from pg_available_extensions where name = 'pg_trgm')
				and has_database_privilege(current_database(), 'create')) as ready`.execute(database);
		if (!found.rows[0]?.ready) return;
		await sql`create extension if not exists pg_trgm`.execute(database);
		await sql`create index ${sql.ref(`${table}_search_text`)} on ${sql.table(table)} using gin (search_text gin_trgm_ops)`.execute(
			database,
		);
	},
};

/** Opens a PostgreSQL engine (15 or newer). Connects on first use; throws `database-unavailable` then. */
export function openPostgres(url: string): Engine & { readonly ddl: Ddl; readonly writer: Kysely<Tables> } {
	const pool = new pg.Pool({
		connectionString: url,
		max: 10,
		connectionTimeoutMillis: 10_000,
		types: { getTypeParser },
	});
	pool.on("error", () => undefined);
	const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: withFaults(pool) }) });
	const time = databaseTime();
	let asked: Promise<number> | undefined;
	return {
		name: "postgres",
		ddl: postgresDdl,
		reader: database,
		writer: database,
		transaction: (act) => repeated(() => database.transaction().execute(act)),
		generation: () => {
			// Callers that ask before the query leaves this process can share its answer: it is not older than their
			// question.
			asked ??= Promise.resolve().then(() => {
				asked = undefined;
				return readGeneration(pool, time);
			});
			return asked;
		},
		time,
		query: (text, parameters) => queryPool(pool, text, parameters),
		isLostRace: (error) => sqlState(error) === "23505" || sqlState(error) === "23503",
		containsText: (text) => sql<boolean>`images.search_text like ${patternOf(text)}`,
		publicationsWith: (text) => sql`select id from publications where search_text like ${patternOf(text)}`,
		withoutIndex: (column) => sql`${sql.ref(column)}`,
		isOneOf: (images) => {
			const clouds = images.map(({ cloudId }) => cloudId);
			const uids = images.map(({ uid }) => uid);
			return sql<boolean>`(images.cloud_id, images.uid) in (select * from unnest(${clouds}::bigint[], ${uids}::text[]))`;
		},
		indexTexts: async () => undefined,
		insertMany: async (writer, table, rows) => {
			const first = rows[0];
			if (!first) return;
			const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)));
			// One parameter with all rows, typed by the table: a parameter for each value takes several times as long.
			for (let i = 0; i < rows.length; i += rowsPerInsert) {
				const json = jsonOf(rows.slice(i, i + rowsPerInsert));
				const into = sql.table(table);
				await sql`insert into ${into} (${columns}) select ${columns} from json_populate_recordset(null::${into}, ${json}::json) on conflict do nothing`.execute(
					writer,
				);
			}
		},
		close: () => database.destroy(),
	};
}

const stateQuery =
	"select generation, clock, extract(epoch from clock_timestamp()) * 1000 as machine from registry_state where id = 1";

/** Reads the generation, and with it both of the database's clocks. */
async function readGeneration(pool: pg.Pool, time: ServerTime): Promise<number> {
	const before = performance.now();
	const [row] = await queryPool(pool, stateQuery, []);
	if (!row) return 0;
	time.note(String(row["clock"]));
	time.measure(Number(row["machine"]), (before + performance.now()) / 2);
	return Number(row["generation"]);
}

interface ServerTime extends DatabaseTime {
	/** Sets the server's clock: it showed `machine` (ms since 1970) when this process's timer showed `timer` (ms). */
	measure(machine: number, timer: number): void;
}

/**
 * The server's clock, carried on by this process's timer since it was last read: neither another machine's clock nor a
 * change of this machine's clock counts. Before the first reading it is this machine's clock.
 */
function databaseTime(): ServerTime {
	const recorded = recordedTime();
	let ahead: number | undefined;
	return {
		...recorded,
		machine: () => (ahead === undefined ? Date.now() : Math.floor(ahead + performance.now())),
		measure: (machine, timer) => {
			ahead = machine - timer;
		},
	};
}

function patternOf(text: string): string {
	return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

/** JSON that PostgreSQL accepts: unpaired surrogates, which JSON escapes, become U+FFFD, as in any other parameter. */
function jsonOf(rows: readonly object[]): string {
	const json = JSON.stringify(rows);
	if (!json.includes("\\ud")) return json;
	return JSON.stringify(rows, (_column, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value));
}

/** The pool for the query builder, which reports lost connections as faults of the database. */
function withFaults(pool: pg.Pool): PostgresPool {
	const told = (error: unknown): never => {
		throw asFault(error);
	};
	return {
		options: pool.options,
		end: () => pool.end(),
		connect: async () => {
			const client = await pool.connect().catch(told);
			const query = (text: string, values: readonly unknown[]) => client.query(text, [...values]).catch(told);
			// Cursors, the other form of a query, are for streaming, which nothing here uses.
			return { query: query as unknown as PostgresPoolClient["query"], release: () => client.release() };
		},
	};
}

/** Serialization failures and deadlocks ask for a retry of the whole transaction. */
async function repeated<T>(act: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await act();
		} catch (error) {
			const state = sqlState(error);
			if (state !== "40001" && state !== "40P01") throw asFault(error);
			if (attempt >= retries)
				throw fault("database-unavailable", { problem: "other transactions kept changing the same rows" }, error);
			await new Promise((resolve) => setTimeout(resolve, 5 * attempt));
		}
	}
}

const numbered = new Map<string, { name: string; text: string }>();

async function queryPool(pool: pg.Pool, text: string, values: readonly SqlValue[]): Promise<SqlRow[]> {
	let statement = numbered.get(text);
	if (!statement) {
		let position = 0;
		statement = { name: `q${numbered.size + 1}`, text: text.replace(/\?/g, () => `$${++position}`) };
		numbered.set(text, statement);
	}
	try {
		const result = await pool.query({ ...statement, values: [...values] });
		return result.rows as SqlRow[];
	} catch (error) {
		throw asFault(error);
	}
}

/** By default bigint comes as text; ids and counters here stay below 2^53. */
function getTypeParser(oid: number, format?: "text" | "binary"): (value: string) => unknown {
	if (oid === 20) return Number;
	return pg.types.getTypeParser(oid, format as "text") as (value: string) => unknown;
}

function asFault(error: unknown): unknown {
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	const unreachable =
		/^(ECONN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|08|57P|28|3D000|53)/.test(code) ||
		(error instanceof Error &&
			/timeout exceeded when trying to connect|Connection terminated|not queryable/.test(error.message));
	return unreachable
		? fault("database-unavailable", { problem: error instanceof Error ? error.message : String(error) }, error)
		: error;
}

function sqlState(error: unknown): unknown {
	return error instanceof Error && "code" in error ? error.code : undefined;
}
