import type { Insertable } from "kysely";
import type { Actor } from "../src/registry/actor.ts";
import type { Needs } from "../src/registry/needs.ts";
import { resolveImage } from "../src/registry/resolve/resolve-image.ts";
import type { NewImageRow, SettingRow, Tables } from "../src/storage/tables.ts";
import { openEnd } from "../src/storage/tables.ts";
import { cloudAt, uidOf } from "./generated-listing.ts";
import {
	type Aim,
	type BenchOptions,
	type Compared,
	compare,
	costMeasure,
	type Measure,
	microseconds,
	type Side,
} from "./measure.ts";
import { needsOn } from "./needs.ts";
import { type BenchStore, type EngineName, enginesHere, makeStore } from "./stores.ts";

const clouds = 50;
const aim: Aim = { of: "ratio", atMost: 1.2 };

interface Filled extends BenchStore {
	readonly needs: Needs;
	readonly actor: Actor;
	readonly mcis: number;
}

/**
 * Resolving in registries of a thousand, a hundred thousand and a million settings: the cost must not grow with the
 * size.
 */
export async function growingRegistry(options: BenchOptions): Promise<Measure[]> {
	const measures: Measure[] = [];
	for (const name of await enginesHere()) {
		const [small, ...larger] = await Promise.all(
			(options.quick ? [1000, 100_000] : [1000, 100_000, 1_000_000]).map((settings) => fill(name, settings)),
		);
		options.tell(`${name}: registries are filled`);
		try {
			for (const large of larger) if (small) measures.push(...(await compareSizes(small, large, options)));
		} finally {
			for (const bench of [small, ...larger]) await bench?.remove();
		}
	}
	return measures;
}

async function compareSizes(small: Filled, large: Filled, { quick }: BenchOptions): Promise<Measure[]> {
	const clock = small.engine.name === "sqlite" ? "cpu" : "wall";
	const times = small.engine.name === "sqlite" ? 5000 : 500;
	const measured = (side: (bench: Filled) => Side): Promise<Compared> =>
		compare({ ours: side(large), baseline: side(small) }, { rounds: quick ? 7 : 21, clock });
	const what = `${small.engine.name}, ${large.mcis * clouds} settings · ${small.mcis * clouds}`;
	const cell = await measured((bench) => async () => {
		for (const { name, cloud } of questions(bench, times)) {
			const found = await bench.store.findCell(bench.actor.accountId, { name, cloud, revision: "latest" });
			if (!found?.setting) throw new Error(`no setting of ${name} for ${cloud}`);
		}
		return times;
	});
	const use = await measured((bench) => async () => {
		for (const { name, cloud } of questions(bench, times)) {
			const answer = await resolveImage(bench.needs, bench.actor, { ref: name, cloud, requestedValues: {} });
			if (answer.kind !== "resolved") throw new Error(`${name} in ${cloud}: ${answer.kind}`);
		}
		return times;
	});
	return [
		costMeasure(`findCell on ${what}`, cell, microseconds, aim),
		costMeasure(`resolveImage on ${what}`, use, microseconds, aim),
	];
}

/**
 * The same number of different cells in each registry, spread over all of it. Only the number of other rows differs.
 */
function* questions(bench: Filled, times: number) {
	const cells = Math.min(1000, bench.mcis * clouds);
	const step = Math.floor((bench.mcis * clouds) / cells);
	for (let i = 0; i < times; i++) {
		const cell = ((i * 7) % cells) * step;
		yield { name: nameOf(Math.floor(cell / clouds)), cloud: cloudAt(cell % clouds).slug };
	}
}

function nameOf(mci: number): string {
	return `product-${mci}-x86_64`;
}

async function fill(engineName: EngineName, settings: number): Promise<Filled> {
	const bench = await makeStore(engineName);
	const { engine } = bench;
	const { needs, actor } = await needsOn(bench.store);
	const mcis = settings / clouds;
	const at = "2025-01-01T00:00:00.000Z";
	await engine.transaction(async (db) => {
		const list = Array.from({ length: clouds }, (_, i) => ({
			id: i + 1,
			...cloudAt(i),
			account_id: actor.accountId,
			created_at: at,
		}));
		await engine.insertMany(db, "clouds", list);
		await engine.insertMany(db, "texts", [{ id: 1, digest: "0", body: "" }]);
	});
	for (let first = 0; first < mcis; first += 500) {
		const numbers = Array.from({ length: Math.min(500, mcis - first) }, (_, i) => first + i);
		await engine.transaction(async (db) => {
			await engine.insertMany(
				db,
				"components",
				numbers.map((mci) => mciAt(mci, actor.accountId, at)),
			);
			await engine.insertMany(
				db,
				"revisions",
				numbers.map((mci) => revisionAt(mci, at)),
			);
			const images: NewImageRow[] = [];
			const rows: SettingRow[] = [];
			for (const mci of numbers) {
				for (let cloud = 1; cloud <= clouds; cloud++) {
					const id = mci * clouds + cloud;
					images.push(imageAt({ id, cloud, accountId: actor.accountId, at }));
					const nothing = { instance_type: null, kernel: null, ramdisk: null, user_data_id: null };
					rows.push({ mci_id: mci + 1, cloud_id: cloud, from_number: 1, to_number: openEnd, image_id: id, ...nothing });
				}
			}
			await engine.insertMany(db, "images", images);
			await engine.insertMany(db, "settings", rows);
		});
	}
	return { ...bench, needs, actor, mcis };
}

function mciAt(mci: number, accountId: number, at: string): Insertable<Tables["components"]> {
	return {
		id: mci + 1,
		account_id: accountId,
		kind: "mci",
		lineage: `lineage ${mci}`,
		name: nameOf(mci),
		description_id: 1,
		tags: "[]",
		head_version: 2,
		latest_number: 1,
		current_number: 1,
		origin_key: `bench:${mci}`,
		origin_number: 1,
		os: "ubuntu",
		os_version: "24.04",
		architecture: "x86_64",
		search_text: nameOf(mci),
		created_at: at,
		updated_at: at,
	};
}

function revisionAt(mci: number, at: string): Insertable<Tables["revisions"]> {
	return {
		component_id: mci + 1,
		number: 1,
		name: nameOf(mci),
		description_id: 1,
		tags: "[]",
		digest: `sha256:${String(mci).padStart(64, "0")}`,
		message: "first",
		author: "bench",
		created_at: at,
		settings_count: clouds,
		changes_count: clouds,
		release_version: null,
		released_at: null,
		release_parts: null,
	};
}

function imageAt({
	id,
	cloud,
	accountId,
	at,
}: {
	id: number;
	cloud: number;
	accountId: number;
	at: string;
}): NewImageRow {
	return {
		id,
		account_id: accountId,
		cloud_id: cloud,
		kind: "id",
		uid: uidOf(id),
		checksum: "",
		name: `ubuntu-24.04-server-${id}`,
		os: "ubuntu",
		os_version: "24.04",
		architecture: "x86_64",
		published_architecture: null,
		variant: null,
		owner: null,
		visibility: null,
		state: "active",
		release: "1",
		created_at: at,
		deprecated_at: null,
		deleted_at: null,
		end_of_life_at: null,
		replacement: null,
		url: null,
		search_text: uidOf(id),
	};
}
