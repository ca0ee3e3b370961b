import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import pg from "pg";
import type { ImageFilter } from "../src/storage/store.ts";
import type { NewImageRow } from "../src/storage/tables.ts";
import { cloudAt, uidOf } from "./generated-listing.ts";
import { type BenchOptions, compare, costMeasure, type Measure, milliseconds, type Side } from "./measure.ts";
import { needsOn } from "./needs.ts";
import { type BenchStore, enginesHere, makeStore } from "./stores.ts";

const clouds = 60;
const vendors = [
	{ os: "ubuntu", versions: ["18.04", "20.04", "22.04", "24.04"], name: "ubuntu/images/hvm-ssd/ubuntu-V-A-server-R" },
	{ os: "debian", versions: ["11", "12", "13"], name: "debian-V-A-R-1532" },
	{ os: "fedora-coreos", versions: ["40", "41", "42"], name: "fedora-coreos-V.R.3.0-A" },
	{ os: "almalinux", versions: ["8.10", "9.6", "10.0"], name: "AlmaLinux OS V.R A" },
	{ os: "sles", versions: ["12-SP5", "15-SP6", "15-SP7"], name: "suse-sles-V-vR-hvm-ssd-A" },
	{ os: "windows", versions: ["2019", "2022", "2025"], name: "Windows_Server-V-English-Full-Base-R" },
] as const;

/** Searching a large catalogue, against hand-written SQL that returns the same rows. */
export async function searchImages(options: BenchOptions): Promise<Measure[]> {
	const measures: Measure[] = [];
	for (const name of await enginesHere()) {
		const bench = await makeStore(name);
		try {
			const count = options.quick ? 100_000 : 1_000_000;
			const started = performance.now();
			const accountId = await fill(bench, count);
			options.tell(`${name}: ${count} images in ${Math.round((performance.now() - started) / 1000)} s`);
			measures.push(...(await search(bench, accountId, options)));
		} finally {
			await bench.remove();
		}
	}
	return measures;
}

/** Writes directly into the tables. Text indexes are created after the rows, which is many times faster. */
async function fill({ engine, store }: BenchStore, count: number): Promise<number> {
	const { actor } = await needsOn(store);
	const isPostgres = engine.name === "postgres";
	await engine.transaction(async (db) => {
		const list = Array.from({ length: clouds }, (_, i) => ({
			...cloudAt(i),
			account_id: actor.accountId,
			created_at: "2025-01-01",
		}));
		await engine.insertMany(db, "clouds", list);
		if (isPostgres) await sql`drop index if exists images_search_text`.execute(db);
	});
	const ids = await engine.reader.selectFrom("clouds").select(["id", "slug"]).execute();
	const idOf = new Map(ids.map((row) => [row.slug, row.id]));
	for (let i = 0; i < count; i += 50_000) {
		const rows = Array.from({ length: Math.min(50_000, count - i) }, (_, j) =>
			imageAt(i + j, actor.accountId, idOf.get(cloudAt((i + j) % clouds).slug) ?? 0),
		);
		await engine.transaction((db) => engine.insertMany(db, "images", rows));
	}
	await engine.transaction(async (db) => {
		if (isPostgres)
			await sql`create index images_search_text on images using gin (search_text gin_trgm_ops)`.execute(db);
		else await sql`insert into image_texts (image_texts) values ('rebuild')`.execute(db);
	});
	// In production PostgreSQL does this automatically.
	if (isPostgres) await sql`vacuum analyze images, clouds`.execute(engine.reader);
	return actor.accountId;
}

function imageAt(i: number, accountId: number, cloudId: number): NewImageRow {
	// A product's release reaches all clouds before the next product's.
	const release = Math.floor(i / clouds);
	const vendor = vendors[release % vendors.length] ?? vendors[0];
	const turn = Math.floor(release / vendors.length);
	const architecture = turn % 2 === 0 ? "x86_64" : "arm64";
	const version = vendor.versions[Math.floor(turn / 2) % vendor.versions.length] ?? "1";
	const created = new Date(Date.UTC(2016, 0, 1) + release * 5_400_000).toISOString();
	const day = created.slice(0, 10).replaceAll("-", "");
	const name = vendor.name.replace("V", version).replace("A", architecture).replace("R", day);
	const uid = uidOf(i);
	return {
		account_id: accountId,
		cloud_id: cloudId,
		kind: "id",
		uid,
		checksum: "",
		name,
		os: vendor.os,
		os_version: version,
		architecture,
		published_architecture: architecture,
		variant: null,
		owner: "123456789012",
		visibility: "public",
		state: "active",
		release: day,
		created_at: created,
		deprecated_at: null,
		deleted_at: null,
		end_of_life_at: null,
		replacement: null,
		url: null,
		search_text: [name, uid, vendor.os, version, day].join(" ").toLowerCase(),
	};
}

interface Case {
	readonly what: string;
	readonly filter: Omit<ImageFilter, "accountId" | "sort" | "limit">;
	/**
	 * The condition, with `$1`, `$2` …; `{holds}` stands for the engine's way to find a part of a text, `{place}` for the
	 * cloud's id.
	 */
	readonly where: string;
	readonly values: readonly (string | number)[];
}

async function search(bench: BenchStore, accountId: number, { quick }: BenchOptions): Promise<Measure[]> {
	const measures: Measure[] = [];
	const cloud = cloudAt(4).slug;
	const filter = { accountId, sort: "newest", limit: 50 } as const;
	const facts = { cloud, os: "ubuntu", architecture: "arm64" };
	const last = (await bench.store.read.images.search({ ...filter, ...facts, limit: 450 })).at(-1);
	const after = { createdAt: last?.createdAt ?? "", id: last?.id ?? 0 };
	const place = "(select id from clouds where account_id = $1 and slug = $2)";
	const newest = `images.cloud_id = ${place} and images.os = $3 and images.architecture = $4`;
	const cases: Case[] = [
		{ what: "cloud + OS + architecture", filter: facts, where: newest, values: [cloud, "ubuntu", "arm64"] },
		{
			what: "cloud + OS + architecture, page 10",
			filter: { ...facts, after },
			where: `${newest} and (images.created_at, images.id) < ($5, $6)`,
			values: [cloud, "ubuntu", "arm64", after.createdAt, after.id],
		},
		{
			what: "text + cloud",
			filter: { text: "coreos-42", cloud },
			where: `images.cloud_id = ${place} and {holds $3}`,
			values: [cloud, "coreos-42"],
		},
		{ what: "text in many", filter: { text: "hvm-ssd" }, where: "{holds $2}", values: ["hvm-ssd"] },
		{
			what: "text in few",
			filter: { text: uidOf(4242).slice(4, 16) },
			where: "{holds $2}",
			values: [uidOf(4242).slice(4, 16)],
		},
		{ what: "text in none", filter: { text: "ubuntu-3.14" }, where: "{holds $2}", values: ["ubuntu-3.14"] },
	];
	const raw = await openRaw(bench);
	for (const one of cases) {
		const text = raw.spell(`select images.*, clouds.slug as cloud from images join clouds on clouds.id = images.cloud_id
			where images.account_id = $1 and ${one.where} order by images.created_at desc, images.id desc limit 50`);
		const values = [accountId, ...one.values];
		const wanted = (await raw.all(text, values)).map((row) => Number(row.id));
		const got = (await bench.store.read.images.search({ ...filter, ...one.filter })).map((image) => image.id);
		if (wanted.join() !== got.join()) throw new Error(`${one.what}: other rows than by hand`);
		const started = performance.now();
		await raw.all(text, values);
		const times = Math.max(1, Math.min(200, Math.round((quick ? 30 : 150) / (performance.now() - started))));
		const ours: Side = async () => {
			for (let i = 0; i < times; i++) await bench.store.read.images.search({ ...filter, ...one.filter });
			return times;
		};
		const baseline: Side = async () => {
			for (let i = 0; i < times; i++) await raw.all(text, values);
			return times;
		};
		const result = await compare(
			{ ours, baseline },
			{ rounds: quick ? 5 : 9, clock: bench.engine.name === "sqlite" ? "cpu" : "wall" },
		);
		measures.push(
			costMeasure(
				`search on ${bench.engine.name}, ${one.what} (${got.length} rows) · hand-written SQL`,
				result,
				milliseconds,
				null,
			),
		);
	}
	await raw.close();
	return measures;
}

interface Raw {
	spell(text: string): string;
	all(
		text: string,
		values: readonly (string | number)[],
	): Promise<Record<string, unknown>[]> | Record<string, unknown>[];
	close(): Promise<void> | void;
}

async function openRaw({ location }: BenchStore): Promise<Raw> {
	if ("url" in location) {
		const client = new pg.Client({ connectionString: location.url });
		await client.connect();
		const names = new Map<string, string>();
		return {
			spell: (text) =>
				text.replace(/\{holds (\$\d)\}/, (_all, place: string) => `images.search_text like '%' || ${place} || '%'`),
			all: async (text, values) => {
				if (!names.has(text)) names.set(text, `bench${names.size}`);
				return (await client.query({ name: names.get(text) ?? "", text, values: [...values] })).rows;
			},
			close: () => client.end(),
		};
	}
	const database = new DatabaseSync(location.file);
	database.exec("pragma cache_size = -65536; pragma mmap_size = 1073741824; pragma query_only = on");
	const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
	return {
		spell: (text) => {
			const holds =
				"images.id in (select rowid from image_texts where search_text like '%' || $1 || '%') and images.search_text like '%' || $1 || '%'";
			return text
				.replace(/\{holds (\$\d)\}/, (_all, place: string) => holds.replaceAll("$1", place))
				.replace(/\$(\d)/g, "?$1");
		},
		all: (text, values) => {
			const known = statements.get(text) ?? database.prepare(text);
			statements.set(text, known);
			return known.all(...values);
		},
		close: () => database.close(),
	};
}
