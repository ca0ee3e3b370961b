import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { type Image, noFacts, parseCloudSlug } from "../src/core/image/index.ts";
import { type MciCandidate, resolveMci } from "../src/core/resolve/index.ts";
import type { Actor } from "../src/registry/actor.ts";
import type { Needs } from "../src/registry/needs.ts";
import { resolveImage } from "../src/registry/resolve/resolve-image.ts";
import { importUpstream } from "../src/registry/upstreams/import-listing.ts";
import { cloudAt, generatedListing, lineName, uidOf } from "./generated-listing.ts";
import { type BenchOptions, compare, type Measure, type Side, speedMeasure } from "./measure.ts";
import { needsOn } from "./needs.ts";
import { type BenchStore, enginesHere, makeStore } from "./stores.ts";

const size = { lines: 100, releases: 4, clouds: 20 };

/**
 * Resolving without HTTP: the rule itself, and the use case on each engine against one hand-written statement on the
 * same rows.
 */
export async function resolveInProcess(options: BenchOptions): Promise<Measure[]> {
	const rounds = options.quick ? 5 : 15;
	const measures = [await rule(rounds)];
	for (const name of await enginesHere()) {
		const bench = await makeStore(name);
		try {
			const { needs, actor } = await needsOn(bench.store);
			await importUpstream(needs, actor, { format: "bench", from: "bench", listing: generatedListing(size) });
			measures.push(
				...(name === "sqlite"
					? [await onSqlite(bench, { needs, actor, rounds })]
					: await onPostgres(bench, { needs, actor, rounds })),
			);
		} finally {
			await bench.remove();
		}
	}
	return measures;
}

async function rule(rounds: number): Promise<Measure> {
	const candidates = Array.from({ length: 1000 }, (_, i) => candidateAt(i));
	const answers = new Map(candidates.map((candidate) => [`${candidate.ref} ${candidate.cloud}`, candidate.setting]));
	const keys = [...answers.keys()];
	const now = new Date().toISOString();
	const many = 300;
	let sum = 0;
	const ours: Side = () => {
		for (let i = 0; i < many; i++)
			for (const candidate of candidates) sum += resolveMci(candidate, {}, now).kind.length;
		return many * candidates.length;
	};
	const baseline: Side = () => {
		for (let i = 0; i < many; i++) for (const key of keys) sum += answers.get(key)?.image.uid.length ?? 0;
		return many * keys.length;
	};
	const result = await compare({ ours, baseline }, { rounds, clock: "cpu" });
	if (sum === 0) throw new Error("nothing was resolved");
	return speedMeasure("the rule only (resolveMci) · a lookup in a Map", result, "/s", {
		of: "ours",
		atLeast: 1_000_000,
	});
}

function candidateAt(i: number): MciCandidate {
	const { slug } = cloudAt(i % 50);
	const cloud = parseCloudSlug(slug);
	const identity = { kind: "id", uid: uidOf(i), checksum: null } as const;
	const image: Image = {
		...noFacts,
		...identity,
		cloud,
		architecture: "x86_64",
		state: "active",
		deprecatedAt: "2099-01-01T00:00:00.000Z",
	};
	return {
		ref: `${lineName(i)}@4`,
		revisionReason: "revision 4 is the newest commit",
		cloud,
		lifecycle: null,
		heldBack: null,
		setting: { cloud, image: { ...identity }, instanceType: "m5.large", kernel: null, ramdisk: null, userData: null },
		image,
		imageLifecycle: null,
		requestedImage: null,
		clouds: () => [],
		otherRevisions: () => [],
	};
}

interface Task {
	readonly needs: Needs;
	readonly actor: Actor;
	readonly rounds: number;
}

const questions = Array.from({ length: 2000 }, (_, i) => ({
	ref: lineName(i % size.lines),
	cloud: cloudAt(Math.floor(i / size.lines)).slug,
	requestedValues: {},
}));

/** A hand-written query for "the newest commit": the same tables and columns, one statement, no work on the row. */
const handWritten = `
select m.id, m.lineage, m.name, m.latest_number, m.head_version, r.number, r.digest, r.created_at, s.image_id, s.instance_type, s.kernel, s.ramdisk, t.body,
	i.kind, i.uid, i.checksum, i.name, i.os, i.os_version, i.architecture, i.published_architecture, i.variant, i.owner, i.visibility,
	i.state, i.release, i.created_at, i.deprecated_at, i.deleted_at, i.end_of_life_at, i.replacement, i.url
from components m
join revisions r on r.component_id = m.id and r.number = m.latest_number
join clouds c on c.account_id = m.account_id and c.slug = $1
join settings s on s.mci_id = m.id and s.cloud_id = c.id and s.to_number > m.latest_number
	and s.from_number = (select max(x.from_number) from settings x where x.mci_id = m.id and x.cloud_id = c.id and x.from_number <= m.latest_number)
join images i on i.id = s.image_id
left join texts t on t.id = s.user_data_id
where m.account_id = $2 and m.kind = 'mci' and m.name = $3`;

async function onSqlite({ location }: BenchStore, { needs, actor, rounds }: Task): Promise<Measure> {
	const database = new DatabaseSync("file" in location ? location.file : "");
	const statement = database.prepare(handWritten.replace(/\$\d/g, "?"));
	const ours: Side = async () => {
		for (const question of questions) await expectResolved(resolveImage(needs, actor, question));
		return questions.length;
	};
	const baseline: Side = () => {
		for (const { ref, cloud } of questions) expectRow(statement.all(cloud, actor.accountId, ref)[0]);
		return questions.length;
	};
	const result = await compare({ ours, baseline }, { rounds, clock: "cpu" });
	database.close();
	return speedMeasure("resolveImage on sqlite · one hand-written statement", result, "/s", null);
}

async function onPostgres({ location }: BenchStore, { needs, actor, rounds }: Task): Promise<Measure[]> {
	const pool = new pg.Pool({ connectionString: "url" in location ? location.url : "", max: 10 });
	const measures: Measure[] = [];
	for (const [how, lanes] of [
		["one after the other", 1],
		["20 at a time", 20],
	] as const) {
		const ours: Side = () => inLanes(lanes, (question) => expectResolved(resolveImage(needs, actor, question)));
		const baseline: Side = () =>
			inLanes(lanes, async ({ ref, cloud }) => {
				expectRow(
					(await pool.query({ name: "bench", text: handWritten, values: [cloud, actor.accountId, ref] })).rows[0],
				);
			});
		const result = await compare({ ours, baseline }, { rounds, clock: "wall" });
		measures.push(speedMeasure(`resolveImage on postgres, ${how} · one hand-written statement`, result, "/s", null));
	}
	await pool.end();
	return measures;
}

async function inLanes(lanes: number, act: (question: (typeof questions)[number]) => Promise<void>): Promise<number> {
	let next = 0;
	const lane = async () => {
		for (let question = questions[next++]; question; question = questions[next++]) await act(question);
	};
	await Promise.all(Array.from({ length: lanes }, lane));
	return questions.length;
}

async function expectResolved(answer: ReturnType<typeof resolveImage>): Promise<void> {
	const { kind } = await answer;
	if (kind !== "resolved") throw new Error(`${kind}, where there is an image`);
}

function expectRow(row: unknown): void {
	if (row === undefined) throw new Error("no row, where there is an image");
}
