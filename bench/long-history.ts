import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { resolveImage } from "../src/registry/resolve/resolve-image.ts";
import { diffRevisions } from "../src/registry/revisions/diff-revisions.ts";
import { listRevisions } from "../src/registry/revisions/list-revisions.ts";
import { importUpstream } from "../src/registry/upstreams/import-listing.ts";
import type { ProductLine } from "../src/upstreams/source.ts";
import { cloudAt, generatedListing, uidOf } from "./generated-listing.ts";
import {
	type Aim,
	type BenchOptions,
	compare,
	costMeasure,
	type Measure,
	microseconds,
	milliseconds,
	type Side,
} from "./measure.ts";
import { needsOn } from "./needs.ts";
import { type BenchStore, enginesHere, makeStore } from "./stores.ts";

const clouds = 60;
/** The number of clouds that get another image with each commit. */
const changes = 3;
const logPage = 50;
const aim: Aim = { of: "ratio", atMost: 1.2 };

/** One MCI with a long history: resolving and listing at any of its revisions, and the disk space of a commit. */
export async function longHistory({ quick, tell }: BenchOptions): Promise<Measure[]> {
	const commits = quick ? 200 : 2000;
	const measures: Measure[] = [];
	for (const name of await enginesHere()) {
		const bench = await makeStore(name);
		try {
			const { needs, actor } = await needsOn(bench.store);
			const line = history(commits);
			const empty = await size(bench);
			await importUpstream(needs, actor, {
				format: "bench",
				from: "bench",
				listing: {
					lines: [{ ...line, key: "short", name: "short", releases: line.releases.slice(0, 1) }],
					skipped: [],
				},
			});
			await importUpstream(needs, actor, { format: "bench", from: "bench", listing: { lines: [line], skipped: [] } });
			tell(`${name}: ${commits} commits`);
			const clock = name === "sqlite" ? "cpu" : "wall";
			const times = name === "sqlite" ? 2000 : 300;
			const rounds = quick ? 5 : 15;
			const resolveAt =
				(ref: string): Side =>
				async () => {
					for (let i = 0; i < times; i++) {
						const answer = await resolveImage(needs, actor, {
							ref,
							cloud: cloudAt(i % clouds).slug,
							requestedValues: {},
						});
						if (answer.kind !== "resolved") throw new Error(`${ref}: ${answer.kind}`);
					}
					return times;
				};
			const long = await bench.store.read.components.find(actor.accountId, "mci", line.name);
			const short = await bench.store.read.components.find(actor.accountId, "mci", "short");
			const listAt =
				(id: number, number: number): Side =>
				async () => {
					const lists = times / 20;
					for (let i = 0; i < lists; i++) {
						if ((await bench.store.read.settings.listAt(id, number)).length !== clouds)
							throw new Error(`revision ${number} is not whole`);
					}
					return lists;
				};
			for (const number of [1, Math.floor(commits / 2), commits]) {
				const one = await compare(
					{ ours: resolveAt(`${line.name}@${number}`), baseline: resolveAt("short@1") },
					{ rounds, clock },
				);
				measures.push(
					costMeasure(
						`resolveImage on ${name}, revision ${number} of ${commits} · the only one of another MCI`,
						one,
						microseconds,
						aim,
					),
				);
				const all = await compare(
					{ ours: listAt(long?.id ?? 0, number), baseline: listAt(short?.id ?? 0, 1) },
					{ rounds, clock },
				);
				measures.push(
					costMeasure(
						`all ${clouds} settings on ${name}, revision ${number} of ${commits} · the only one of another MCI`,
						all,
						microseconds,
						aim,
					),
				);
			}
			const log =
				(mci: string, before?: number): Side =>
				async () => {
					const pages = times / 100;
					for (let i = 0; i < pages; i++) {
						const { revisions } = await listRevisions(needs, actor, { kind: "mci", name: mci, before, limit: logPage });
						if (revisions.length !== logPage) throw new Error(`a page of ${revisions.length} revisions`);
					}
					return pages;
				};
			await importUpstream(needs, actor, {
				format: "bench",
				from: "bench",
				listing: {
					lines: [{ ...line, key: "page", name: "page", releases: line.releases.slice(0, logPage) }],
					skipped: [],
				},
			});
			for (const [where, before] of [
				["newest", undefined],
				["oldest", logPage + 1],
			] as const) {
				const page = await compare({ ours: log(line.name, before), baseline: log("page") }, { rounds, clock });
				measures.push(
					costMeasure(
						`log on ${name}, the ${where} ${logPage} of ${commits} commits · all ${logPage} of another MCI`,
						page,
						microseconds,
						aim,
					),
				);
			}
			const diff = (from: string, to: string): Side => {
				const diffs = times / 100;
				return async () => {
					for (let i = 0; i < diffs; i++) await diffRevisions(needs, actor, { kind: "mci", from, to });
					return diffs;
				};
			};
			const ends = await compare(
				{ ours: diff(`${line.name}@1`, `${line.name}@${commits}`), baseline: diff("page@1", `page@${logPage}`) },
				{ rounds, clock },
			);
			measures.push(
				costMeasure(
					`diff on ${name}, first and last of ${commits} · first and last of ${logPage} of another MCI`,
					ends,
					milliseconds,
					aim,
				),
			);
			measures.push(await room(bench, empty));
		} finally {
			await bench.remove();
		}
	}
	return measures;
}

function history(commits: number): ProductLine {
	const [line] = generatedListing({ lines: 1, releases: 1, clouds }).lines;
	const first = line?.releases[0];
	if (!line || !first) throw new Error("an empty list");
	let { images } = first;
	const releases = [first];
	for (let commit = 1; commit < commits; commit++) {
		images = images.map((listed, cloud) =>
			Math.floor(cloud / changes) === commit % (clouds / changes)
				? { ...listed, image: { ...listed.image, uid: uidOf(commit * clouds + cloud) } }
				: listed,
		);
		const releasedAt = new Date(Date.UTC(2020, 0, 1) + commit * 3_600_000).toISOString();
		releases.push({ ...first, version: `1.${commit}`, releasedAt, images });
	}
	return { ...line, releases };
}

/** The size of the settings with their indexes, in bytes. */
async function size({ engine, location }: BenchStore): Promise<number> {
	if ("file" in location) {
		const database = new DatabaseSync(location.file);
		const row = database
			.prepare(
				"select sum(pgsize) as bytes from dbstat where name in ('settings', 'settings_image', 'settings_cloud', 'copies', 'copies_image', 'copies_cloud')",
			)
			.get();
		database.close();
		return Number(row?.bytes ?? 0);
	}
	const rows = await engine.query(
		"select coalesce(sum(pg_total_relation_size(oid)), 0) as bytes from pg_class where relname in ('settings', 'copies') and relkind = 'r'",
		[],
	);
	return Number(rows[0]?.bytes ?? 0);
}

/** An equal history, stored with a row per revision and cloud: same columns, same indexes. */
async function room(bench: BenchStore, empty: number): Promise<Measure> {
	const { engine } = bench;
	const settings = await size(bench);
	const counted = await engine.query("select count(*) as n from settings", []);
	await engine.transaction(async (db) => {
		const like = engine.name === "sqlite" ? sql`` : sql``;
		const tail = engine.name === "sqlite" ? sql`without rowid` : sql``;
		await sql`create table copies (mci_id bigint not null, cloud_id bigint not null, number integer not null, image_id bigint not null, instance_type text, kernel text,
			ramdisk text, user_data_id bigint, primary key (mci_id, cloud_id, number)) ${tail}${like}`.execute(db);
		await sql`create index copies_image on copies (image_id)`.execute(db);
		await sql`create index copies_cloud on copies (cloud_id, number)`.execute(db);
		await sql`insert into copies select s.mci_id, s.cloud_id, r.number, s.image_id, s.instance_type, s.kernel, s.ramdisk, s.user_data_id
			from revisions r join settings s on s.mci_id = r.component_id and s.from_number <= r.number and s.to_number > r.number`.execute(
			db,
		);
	});
	const both = await size(bench);
	const changed = Number(counted[0]?.n ?? 1);
	const [ours, baseline] = [(settings - empty) / changed, (both - settings) / changed];
	return {
		what: `room of a changed setting on ${engine.name} · with a copy of the map for each revision`,
		unit: "bytes",
		ours,
		baseline,
		ratio: ours / baseline,
		rounds: [ours / baseline],
		aim: null,
	};
}
