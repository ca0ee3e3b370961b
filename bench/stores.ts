import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ddl, Engine } from "../src/storage/dialects/engine.ts";
import { migrate } from "../src/storage/migrate.ts";
import { openEngine, storeOn } from "../src/storage/open-store.ts";
import type { Store } from "../src/storage/store.ts";
import { createDatabase, setup, teardown } from "../test/postgres.ts";

/** An empty registry for one benchmark. Exposes its engine for loading rows fast. */
export interface BenchStore {
	readonly location: { readonly file: string } | { readonly url: string };
	readonly engine: Engine & { readonly ddl: Ddl };
	readonly store: Store;
	/** Closes the registry and removes its rows. */
	remove(): Promise<void>;
}

export type EngineName = Engine["name"];

let postgres: Promise<boolean> | undefined;

/** The engines available on this machine. PGlite, the tests' stand-in for PostgreSQL, does not measure speed. */
export async function enginesHere(): Promise<EngineName[]> {
	postgres ??= setup().then(() => !process.env.TEST_DATABASE_URL?.startsWith("pglite:"));
	return (await postgres) ? ["sqlite", "postgres"] : ["sqlite"];
}

/** Stops the PostgreSQL server if one was started. */
export async function stopPostgres(): Promise<void> {
	if (postgres) await teardown();
}

/** Creates an empty registry. */
export async function makeStore(name: EngineName): Promise<BenchStore> {
	const { location, drop } = await makeDatabase(name);
	const engine = await openEngine(location);
	await migrate(engine);
	const store = storeOn(engine);
	return {
		location,
		engine,
		store,
		remove: async () => {
			await store.close();
			await drop();
		},
	};
}

async function makeDatabase(name: EngineName) {
	if (name === "sqlite") {
		const folder = mkdtempSync(join(tmpdir(), "mci-bench-"));
		return { location: { file: join(folder, "registry.db") }, drop: async () => rmSync(folder, { recursive: true }) };
	}
	await enginesHere();
	const database = await createDatabase();
	return { location: { url: database.url }, drop: () => database.drop() };
}
