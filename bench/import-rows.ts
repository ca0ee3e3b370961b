import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { importUpstream } from "../src/registry/upstreams/import-listing.ts";
import { generatedListing } from "./generated-listing.ts";
import { type BenchOptions, compared, type Measure, speedMeasure } from "./measure.ts";
import { needsOn } from "./needs.ts";
import { type BenchStore, type EngineName, enginesHere, makeStore } from "./stores.ts";

/** The number of images that `importUpstream` writes in one transaction. */
const groupSize = 5000;

type Row = Record<string, string | number | null>;
/** The rows that an import leaves behind, which the raw inserts write into a database of the same schema. */
type Rows = { readonly images: Row[]; readonly settings: Row[]; readonly before: Readonly<Record<string, Row[]>> };

/** Importing a parsed list, against raw inserts of the same image and setting rows: same schema and transactions. */
export async function importRows({ quick, tell }: BenchOptions): Promise<Measure[]> {
	const size = quick ? { lines: 10, releases: 10, clouds: 50 } : { lines: 50, releases: 20, clouds: 50 };
	const listing = generatedListing(size);
	const measures: Measure[] = [];
	for (const name of await enginesHere()) {
		const costs = { ours: [] as number[], baseline: [] as number[] };
		let rows: Rows | undefined;
		for (let round = 0; round < (quick ? 3 : 5); round++) {
			const ours = await makeStore(name);
			const { needs, actor } = await needsOn(ours.store);
			globalThis.gc?.();
			const started = performance.now();
			const report = await importUpstream(needs, actor, { format: "bench", from: "bench", listing });
			const took = performance.now() - started;
			if (report.counts.committed !== size.lines * size.releases)
				throw new Error(`only ${report.counts.committed} releases were committed`);
			rows ??= await readRows(ours);
			await ours.remove();
			const count = rows.images.length + rows.settings.length;
			costs.ours.push((took * 1e6) / count);
			costs.baseline.push((await insertRaw(name, rows)) / count);
		}
		tell(`${name}: ${rows?.images.length} images, ${rows?.settings.length} settings`);
		measures.push(speedMeasure(`import on ${name} · raw inserts`, compared(costs), "rows/s", null));
	}
	return measures;
}

async function readRows(bench: BenchStore): Promise<Rows> {
	const all = async (table: string) =>
		[...(await bench.engine.query(`select * from ${table} order by 1`, []))] as Row[];
	const before: Record<string, Row[]> = {};
	for (const table of ["accounts", "texts", "clouds", "components"]) before[table] = await all(table);
	const images = await all("images");
	const settings = (await bench.engine.query(
		"select * from settings order by mci_id, from_number, cloud_id",
		[],
	)) as Row[];
	return { before, images, settings: [...settings] };
}

/** Nanoseconds for writing images, their text index and settings, in transactions as large as the import's. */
async function insertRaw(name: EngineName, rows: Rows): Promise<number> {
	const bench = await makeStore(name);
	try {
		await bench.engine.transaction(async (db) => {
			for (const [table, some] of Object.entries(rows.before))
				await bench.engine.insertMany(db, table as "components", some as never);
		});
		globalThis.gc?.();
		return await ("file" in bench.location
			? rawSqlite(bench.location.file, rows)
			: rawPostgres(bench.location.url, rows));
	} finally {
		await bench.remove();
	}
}

function* groups({ images, settings }: Rows): Generator<{ readonly images: Row[]; readonly settings: Row[] }> {
	const share = settings.length / images.length;
	for (let i = 0; i < images.length; i += groupSize) {
		yield {
			images: images.slice(i, i + groupSize),
			settings: settings.slice(Math.floor(i * share), Math.floor((i + groupSize) * share)),
		};
	}
}

function rawSqlite(file: string, rows: Rows): number {
	const database = new DatabaseSync(file);
	// The groups are not in the import's order: an image may come after its setting.
	database.exec(
		"pragma synchronous = full; pragma cache_size = -65536; pragma mmap_size = 1073741824; pragma foreign_keys = off",
	);
	const into = (table: string, row: Row) => {
		const columns = Object.keys(row);
		return database.prepare(
			`insert into ${table} (${columns.join(", ")}) values (${columns.map(() => "?").join(", ")})`,
		);
	};
	const image = into("images", rows.images[0] ?? {});
	const setting = into("settings", rows.settings[0] ?? {});
	const text = database.prepare("insert into image_texts (rowid, search_text) values (?, ?)");
	const started = process.hrtime.bigint();
	for (const group of groups(rows)) {
		database.exec("begin immediate");
		for (const row of group.images) {
			image.run(...Object.values(row));
			text.run(row.id ?? null, row.search_text ?? null);
		}
		for (const row of group.settings) setting.run(...Object.values(row));
		database.exec("commit");
	}
	const took = Number(process.hrtime.bigint() - started);
	database.close();
	return took;
}

async function rawPostgres(url: string, rows: Rows): Promise<number> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	await client.query("alter table settings drop constraint settings_image_id_fkey");
	const started = process.hrtime.bigint();
	for (const group of groups(rows)) {
		await client.query("begin");
		await insertBatches(client, "images", group.images);
		await insertBatches(client, "settings", group.settings);
		await client.query("commit");
	}
	const took = Number(process.hrtime.bigint() - started);
	await client.end();
	return took;
}

/** PostgreSQL allows 65,535 parameters in a statement, which limits the rows per insert. */
async function insertBatches(client: pg.Client, table: string, rows: readonly Row[]): Promise<void> {
	const columns = Object.keys(rows[0] ?? {});
	const most = Math.floor(60_000 / columns.length);
	for (let i = 0; i < rows.length; i += most) {
		const batch = rows.slice(i, i + most);
		const tuples = batch.map((_, j) => `(${columns.map((_, k) => `$${j * columns.length + k + 1}`).join(",")})`);
		const text = `insert into ${table} (${columns.join(", ")}) values ${tuples.join(",")}`;
		await client.query({ name: `${table} ${batch.length}`, text, values: batch.flatMap((row) => Object.values(row)) });
	}
}
