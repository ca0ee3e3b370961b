import { type Kysely, sql } from "kysely";
import { fault } from "../core/errors.ts";
import type { Ddl, Engine } from "./dialects/engine.ts";
import { migrations } from "./migrations/index.ts";
import type { Migration } from "./migrations/migration.ts";

/**
 * Brings the schema up to date, each migration in its own transaction; does nothing if it is. Of two servers that start
 * at once, the second waits for the first one's row. Throws `database-newer` if the database has a migration that this
 * version does not know.
 */
export async function migrate(
	engine: Engine & { readonly ddl: Ddl },
	upTo: readonly Migration[] = migrations,
): Promise<void> {
	const done = await doneMigrations(engine);
	const known = new Set(migrations.map((migration) => migration.name));
	const foreign = done.find((name) => !known.has(name));
	if (foreign) throw fault("database-newer", { migration: foreign });
	for (const migration of upTo) {
		if (!done.includes(migration.name)) await step(engine, migration);
	}
}

async function doneMigrations(engine: Engine): Promise<string[]> {
	try {
		return await listDone(engine);
	} catch {
		// A server that starts at the same time may be faster: PostgreSQL's "if not exists" sees only committed tables, and
		// fails then.
		const failure = await makeList(engine).then(
			() => undefined,
			(error: unknown) => error,
		);
		return listDone(engine).catch((error: unknown) => {
			throw failure ?? error;
		});
	}
}

async function listDone(engine: Engine): Promise<string[]> {
	const rows = await sql<{ name: string }>`select name from schema_migrations order by name`.execute(engine.reader);
	return rows.rows.map((row) => row.name);
}

async function makeList(engine: Engine): Promise<void> {
	await engine.transaction((writer) =>
		sql`create table if not exists schema_migrations (name text primary key, done_at text not null)`.execute(writer),
	);
}

async function step(engine: Engine & { readonly ddl: Ddl }, migration: Migration): Promise<void> {
	await engine.transaction(async (writer) => {
		const database = writer as unknown as Kysely<unknown>;
		// The insert comes first: its unique key makes a second server wait here, and then stop.
		const inserted =
			await sql`insert into schema_migrations (name, done_at) values (${migration.name}, ${new Date().toISOString()}) on conflict (name) do nothing returning name`.execute(
				database,
			);
		if (inserted.rows.length > 0) await migration.up(database, engine.ddl);
	});
}
