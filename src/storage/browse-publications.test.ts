import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines, newLocation } from "../../test/registries.ts";
import { openEngine, openStore } from "./open-store.ts";
import type { MarketplaceFilter, MarketplaceSort, Store } from "./store.ts";
import type { PublicationsTable } from "./tables.ts";

const count = 5000;
const at = "2026-01-01T00:00:00.000Z";
const systems = ["debian", "ubuntu", "rocky"] as const;

/** A publication of this test: all its search fields follow from its number. */
function published(i: number) {
	return {
		id: i + 1,
		accountId: 1 + (i % 4),
		kind: i % 10 === 0 ? "template" : "mci",
		// Not in numerical order.
		name: `image-${String((i * 7919) % count).padStart(4, "0")}-${systems[i % 3]}`,
		os: systems[i % 3] ?? null,
		architecture: i % 2 === 0 ? "x86_64" : "arm64",
		cloud: i % 500 === 0 ? "rare" : "common",
		category: i % 50 === 0 ? "few" : "many",
		// Many publications share the same number.
		imports: i % 7,
		publishedAt: new Date(Date.parse(at) + (i % 90) * 1000).toISOString(),
		word: `word${i % 100}x`,
	} as const;
}
type Published = ReturnType<typeof published>;
const all = Array.from({ length: count }, (_, i) => published(i));

const filters: readonly (readonly [Partial<MarketplaceFilter>, (one: Published) => boolean])[] = [
	[{}, () => true],
	[{ kind: "template" }, ({ kind }) => kind === "template"],
	[{ kind: "script" }, () => false],
	[{ publisherId: 2 }, ({ accountId }) => accountId === 2],
	[{ cloud: "rare" }, ({ cloud }) => cloud === "rare"],
	[{ cloud: "common" }, ({ cloud }) => cloud === "common"],
	[{ category: "few" }, ({ category }) => category === "few"],
	[{ os: "ubuntu", osVersion: "1" }, ({ os }) => os === "ubuntu"],
	[{ os: "ubuntu", osVersion: "2" }, () => false],
	[{ architecture: "arm64" }, ({ architecture }) => architecture === "arm64"],
	[{ text: "word7x" }, ({ word }) => word === "word7x"],
	[{ text: "image DEBIAN" }, ({ os }) => os === "debian"],
	[{ text: "e-00" }, ({ name }) => name.includes("e-00")],
	[{ text: "absent" }, () => false],
	[
		{ os: "rocky", architecture: "arm64", cloud: "common", category: "many" },
		(one) => one.os === "rocky" && one.architecture === "arm64" && one.cloud === "common" && one.category === "many",
	],
	[
		{ os: "rocky", cloud: "rare", kind: "template" },
		(one) => one.os === "rocky" && one.cloud === "rare" && one.kind === "template",
	],
	[
		{ publisherId: 3, category: "few", architecture: "x86_64" },
		(one) => one.accountId === 3 && one.category === "few" && one.architecture === "x86_64",
	],
];

const orders: Readonly<Record<MarketplaceSort, (a: Published, b: Published) => number>> = {
	name: (a, b) => (a.name < b.name ? -1 : 1),
	published: (a, b) => (a.publishedAt === b.publishedAt ? b.id - a.id : a.publishedAt > b.publishedAt ? -1 : 1),
	imports: (a, b) => b.imports - a.imports || b.id - a.id,
};

describe.each(engines)(`browsing ${count} publications on %s`, (engine) => {
	let store: Store;
	let close: () => Promise<void>;
	beforeAll(async () => {
		const { location, remove } = await newLocation(engine);
		store = await openStore(location);
		const writer = await openEngine(location);
		await writer.transaction(async (db) => {
			await writer.insertMany(
				db,
				"accounts",
				[1, 2, 3, 4, 5].map((id) => ({ id, name: `a${id}`, created_at: at, policy: null })),
			);
			await writer.insertMany(db, "texts", [{ id: 1, digest: "d", body: "" }]);
			await writer.insertMany(db, "publications", all.map(rowOf) as never);
			await writer.insertMany(
				db,
				"publication_clouds",
				all.map(({ id, cloud }) => ({ publication_id: id, cloud })),
			);
			await writer.insertMany(
				db,
				"publication_categories",
				all.map(({ id, category }) => ({ publication_id: id, category })),
			);
			await writer.indexTexts(db, { added: all.map(({ id }) => id), changed: [] }, "publications");
		});
		await writer.close();
		close = async () => {
			await store.close();
			await remove();
		};
	});
	afterAll(() => close());

	it.each(filters.map(([filter, fits]) => [JSON.stringify(filter), filter, fits] as const))(
		"finds publications by %s, in each order, on any page",
		async (_, filter, fits) => {
			for (const sort of ["name", "published", "imports"] as const) {
				const expected = all.filter(fits).sort(orders[sort]);
				const ask = (after: Published | undefined, limit: number) => {
					const key = after && { name: after.name, published: after.publishedAt, imports: String(after.imports) }[sort];
					return store.read.publications.browse({
						viewerId: 5,
						sort,
						limit,
						...filter,
						...(after && { after: { key: key ?? "", id: after.id } }),
					});
				};
				const idsOf = (found: readonly { readonly id: number }[]) => found.map(({ id }) => id);
				expect(idsOf(await ask(undefined, 30))).toEqual(idsOf(expected.slice(0, 30)));
				const place = Math.floor(expected.length / 2);
				if (place > 0)
					expect(idsOf(await ask(expected[place - 1], 30))).toEqual(idsOf(expected.slice(place, place + 30)));
				const last = expected.at(-1);
				if (last) expect(await ask(last, 30)).toEqual([]);
			}
		},
	);
});

function rowOf(one: Published): Omit<PublicationsTable, "id"> & { readonly id: number } {
	return {
		id: one.id,
		account_id: one.accountId,
		kind: one.kind,
		lineage: `lineage-${one.id}`,
		component_id: null,
		number: 1,
		name: one.name,
		digest: "sha256:d",
		short_description: "",
		description_id: 1,
		notes_id: 1,
		categories: "[]",
		state: "active",
		is_public: 1,
		is_front: 1,
		is_dependency: 0,
		snapshot_id: null,
		os: one.os,
		os_version: "1",
		architecture: one.architecture,
		search_text: `${one.name} ${one.word}`,
		imports_count: one.imports,
		published_by: "me",
		published_at: one.publishedAt,
		updated_at: at,
	};
}
