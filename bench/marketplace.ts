import { publisherKey } from "../src/core/marketplace/index.ts";
import { importPublication } from "../src/registry/imports/import-publication.ts";
import { type ImportPage, listImports } from "../src/registry/imports/list-imports.ts";
import { browseMarketplace, type MarketplaceQuestion } from "../src/registry/marketplace/browse-marketplace.ts";
import { getLineagePage } from "../src/registry/marketplace/get-lineage-page.ts";
import { resolveImage } from "../src/registry/resolve/resolve-image.ts";
import { cloudAt } from "./generated-listing.ts";
import {
	accountName,
	fillMarketplace,
	isPublic,
	type Marketplace,
	mciName,
	publisherName,
} from "./marketplace-rows.ts";
import { compareAuthentication } from "./marketplace-tokens.ts";
import { compareFollowing, compareTemplateImport } from "./marketplace-writes.ts";
import {
	type Aim,
	type BenchOptions,
	type Compared,
	compare,
	costMeasure,
	type Measure,
	microseconds,
	milliseconds,
	type Side,
} from "./measure.ts";
import { openRawDatabase, type RawDatabase } from "./raw-database.ts";
import { type EngineName, enginesHere } from "./stores.ts";

const aim: Aim = { of: "ratio", atMost: 1.2 };
const pageSize = 50;

/**
 * 1,000 accounts × 200 MCIs (50 × 40 with `quick`), half of them published to everyone: searches, imports,
 * notifications, tokens, resolving.
 */
export async function marketplace(options: BenchOptions): Promise<Measure[]> {
	const measures: Measure[] = [];
	for (const name of await enginesHere()) measures.push(...(await marketplaceOn(name, options)));
	return measures;
}

/** Runs `marketplace` on one engine. */
export async function marketplaceOn(name: EngineName, options: BenchOptions): Promise<Measure[]> {
	const size = options.quick ? { accounts: 50, mcis: 40 } : { accounts: 1000, mcis: 200 };
	const started = performance.now();
	const large = await fillMarketplace(name, size);
	const seconds = Math.round((performance.now() - started) / 1000);
	options.tell(
		`${name}: ${size.accounts} accounts × ${size.mcis} MCIs, ${large.imports} imports filled in ${seconds} s`,
	);
	const small = await fillMarketplace(name, { accounts: 5, mcis: size.mcis });
	const raw = await openRawDatabase(large);
	const measures: Measure[] = [];
	try {
		measures.push(...(await compareBrowsing(large, raw, options)));
		measures.push(await compareLineagePages(large, raw, options));
		measures.push(...(await compareImports(large, raw, options)));
		measures.push(await compareResolving(large, small, options));
		measures.push(await compareAuthentication(large, raw, options));
		options.tell(`${name}: reading is measured`);
		await expectWhole(large);
		measures.push(await compareTemplateImport(large, options));
		measures.push(...(await compareFollowing(large, options)));
		options.tell(`${name}: done`);
	} finally {
		await raw.close();
		await large.remove();
		await small.remove();
	}
	return measures;
}

function timing({ engine }: Marketplace, { quick }: BenchOptions) {
	return { rounds: quick ? 5 : 9, clock: engine.name === "sqlite" ? ("cpu" as const) : ("wall" as const) };
}

/** Runs both sides as often as fits into a fixed time. */
async function compareQueries(
	bench: Marketplace,
	sides: { readonly ours: () => Promise<unknown>; readonly byHand: () => Promise<unknown> | unknown },
	options: BenchOptions,
): Promise<Compared> {
	await sides.ours();
	const started = performance.now();
	await sides.ours();
	const times = Math.max(1, Math.min(200, Math.round((options.quick ? 30 : 150) / (performance.now() - started))));
	const side = (act: () => Promise<unknown> | unknown) => async () => {
		for (let i = 0; i < times; i++) await act();
		return times;
	};
	return compare({ ours: side(sides.ours), baseline: side(sides.byHand) }, timing(bench, options));
}

type Question = Omit<MarketplaceQuestion, "limit">;

interface BrowsingCase {
	readonly what: string;
	readonly question: Question;
	/** The filter's condition, with `$2`, `$3` … from `values`. */
	readonly where: string;
	readonly values: readonly (string | number)[];
}

const order = {
	name: "p.name asc, p.id asc",
	published: "p.published_at desc, p.id desc",
	imports: "p.imports_count desc, p.id desc",
} as const;

async function compareBrowsing(bench: Marketplace, raw: RawDatabase, options: BenchOptions): Promise<Measure[]> {
	const { needs, size } = bench;
	const viewer = bench.actorAt(Math.floor(size.accounts / 2));
	const page = Math.min(50, Math.floor((size.accounts * size.mcis) / 2 / pageSize) - 2);
	const before = await browseMarketplace(needs, viewer, { sort: "name", limit: (page - 1) * pageSize });
	const last = before.at(-1);
	if (!last) throw new Error("nothing is offered");
	const cloud = cloudAt(4).slug;
	const facts = { cloud, os: "debian", architecture: "arm64" };
	const hasCloud = "exists (select 1 from publication_clouds c where c.publication_id = p.id and c.cloud = $2)";
	const rare = mciName(bench.model, Math.floor(size.accounts / 3), 2)
		.split("-")
		.slice(-3)
		.join("-");
	const cases: BrowsingCase[] = [
		{ what: "by name", question: { sort: "name" }, where: "1 = 1", values: [] },
		{ what: "newest", question: { sort: "published" }, where: "1 = 1", values: [] },
		{ what: "by imports", question: { sort: "imports" }, where: "1 = 1", values: [] },
		{
			what: `by name, page ${page}`,
			question: { sort: "name", after: { key: last.name, id: last.id } },
			where: "(p.name, p.id) > ($2, $3)",
			values: [last.name, last.id],
		},
		{
			what: "text in many",
			question: { sort: "imports", text: "database" },
			where: "{holds $2}",
			values: ["database"],
		},
		{ what: "text in few", question: { sort: "name", text: rare }, where: "{holds $2}", values: [rare] },
		{
			what: "text in none",
			question: { sort: "name", text: "ubuntu-3.14" },
			where: "{holds $2}",
			values: ["ubuntu-3.14"],
		},
		{
			what: "cloud + OS + architecture",
			question: { sort: "name", ...facts },
			where: `${hasCloud} and p.os = $3 and p.architecture = $4`,
			values: [cloud, facts.os, facts.architecture],
		},
		{
			what: "cloud + text",
			question: { sort: "published", cloud, text: "gateway" },
			where: `${hasCloud} and {holds $3}`,
			values: [cloud, "gateway"],
		},
	];
	const measures: Measure[] = [];
	for (const { what, question, where, values } of cases) {
		const text = handWrittenPage(where, order[question.sort]);
		const all = [viewer.accountId, ...values];
		const ours = () => browseMarketplace(needs, viewer, { ...question, limit: pageSize });
		const wanted = (await raw.all(text, all)).map((row) => Number(row.id));
		const got = (await ours()).map(({ id }) => id);
		if (wanted.join() !== got.join()) throw new Error(`${what}: other rows than by hand`);
		const result = await compareQueries(bench, { ours, byHand: () => raw.all(text, all) }, options);
		measures.push(
			costMeasure(
				`browse on ${bench.engine.name}, ${what} (${got.length} rows) · hand-written SQL`,
				result,
				milliseconds,
				null,
			),
		);
	}
	return measures;
}

/** First the publications for everyone and those for the viewer and its groups, each in order; then both together. */
function handWrittenPage(where: string, by: string): string {
	const mine = `p.is_public = 0 and p.state = 'active' and p.is_dependency = 0 and p.id in (
		select g.publication_id from publication_groups g join group_members m on m.group_id = g.group_id where m.account_id = $1
		union select o.id from publications o where o.account_id = $1 and o.is_public = 0)`;
	return `select p.*, d.body, publishers.name as publisher from (
			select * from (select p.* from publications p where p.is_front = 1 and ${where} order by ${by} limit ${pageSize}) fronts
			union all select * from (select p.* from publications p where ${mine} and ${where} order by ${by} limit ${pageSize}) mine) p
		join texts d on d.id = p.description_id join publishers on publishers.account_id = p.account_id order by ${by} limit ${pageSize}`;
}

async function compareLineagePages(bench: Marketplace, raw: RawDatabase, options: BenchOptions): Promise<Measure> {
	const { needs, size, model } = bench;
	const viewer = bench.actorAt(0);
	const addresses = Array.from({ length: 100 }, (_, i) => {
		const account = 1 + Math.floor((i * (size.accounts - 1)) / 100);
		const mci = Math.floor((i % (size.mcis / 10)) * 10) + (i % 5);
		if (!isPublic(mci)) throw new Error(`MCI ${mci} is not offered to everyone`);
		return { publisher: publisherName(account), kind: "mci" as const, name: mciName(model, account, mci) };
	});
	const text = `select p.*, d.body as description, n.body as notes, publishers.*,
			exists (select 1 from imports i where i.publication_id = p.id and i.account_id = $1) as is_imported
		from publishers join publications p on p.account_id = publishers.account_id and p.kind = 'mci' and p.name = $3
		join texts d on d.id = p.description_id join texts n on n.id = p.notes_id
		where publishers.name_key = $2 and p.state <> 'retracted' and p.is_public = 1 order by p.number desc`;
	const ours: Side = async () => {
		for (const address of addresses)
			if ((await getLineagePage(needs, viewer, address)).front === null) throw new Error(`${address.name}: no front`);
		return addresses.length;
	};
	const baseline: Side = async () => {
		for (const { publisher, name } of addresses) {
			if ((await raw.all(text, [viewer.accountId, publisherKey(publisher), name])).length === 0)
				throw new Error(`${name}: no row`);
		}
		return addresses.length;
	};
	const result = await compare({ ours, baseline }, timing(bench, options));
	return costMeasure(`lineage page on ${bench.engine.name} · hand-written SQL`, result, milliseconds, null);
}

async function compareImports(bench: Marketplace, raw: RawDatabase, options: BenchOptions): Promise<Measure[]> {
	const { needs, engine } = bench;
	const importer = bench.actorAt(bench.keenImporter);
	const newest = `from publications p where p.lineage = c.lineage and p.state = 'active' and p.is_dependency = 0 and p.is_public = 1 and p.account_id <> $1`;
	const text = (
		more: string,
	) => `select c.*, i.number as imported, i.digest, i.publisher as publisher_then, i.imported_at, s.mode,
			(select max(p.number) ${newest}) as newest,
			(select count(distinct pins.user_id) from pins where pins.component_id = c.id) as templates,
			(select count(*) from servers where servers.mci_id = c.id) as servers,
			(select count(*) from components k where k.account_id = c.account_id and k.parent_lineage = c.lineage) as clones
		from components c join imports i on i.component_id = c.id left join subscriptions s on s.account_id = c.account_id and s.lineage = c.lineage
		where c.account_id = $1 and c.publisher is not null ${more} order by c.name, c.id limit 200`;
	const page = (more: Partial<ImportPage>) => listImports(needs, importer, { limit: 200, ...more });
	const measures: Measure[] = [];
	for (const [what, more, where] of [
		["“your imports”", {}, ""],
		[
			"“your imports” with updates",
			{ updates: true },
			`and exists (select 1 ${newest} and p.number > c.latest_number)`,
		],
	] as const) {
		const wanted = (await raw.all(text(where), [importer.accountId])).map((row) => Number(row.id));
		const got = (await page(more)).map(({ component }) => component.id);
		if (wanted.join() !== got.join()) throw new Error(`${what}: other rows than by hand`);
		const sides = { ours: () => page(more), byHand: () => raw.all(text(where), [importer.accountId]) };
		const result = await compareQueries(bench, sides, options);
		measures.push(
			costMeasure(`${what} on ${engine.name} (${got.length}) · hand-written SQL`, result, milliseconds, null),
		);
	}
	// With a query per import, a long page would not be cheaper per row.
	const of = (limit: number) => async () => {
		let done = 0;
		while (done < 400) done += (await page({ limit })).length;
		return done;
	};
	const result = await compare({ ours: of(200), baseline: of(20) }, timing(bench, options));
	measures.push(
		costMeasure(`an import of a page of 200 on ${engine.name} · of a page of 20`, result, microseconds, {
			of: "ratio",
			atMost: 1,
		}),
	);
	return measures;
}

async function compareResolving(large: Marketplace, small: Marketplace, options: BenchOptions): Promise<Measure> {
	const times = large.engine.name === "sqlite" ? 4000 : 500;
	const side = (bench: Marketplace) => {
		const account = Math.floor(bench.size.accounts / 2);
		const actor = bench.actorAt(account);
		// Every MCI of the account, in one of its two clouds.
		const questions = Array.from({ length: bench.size.mcis }, (_, mci) => {
			const line = (account * 7 + mci) % bench.model.lines.length;
			return { ref: mciName(bench.model, account, mci), cloud: cloudAt(line % 10).slug, requestedValues: {} };
		});
		return async () => {
			for (let i = 0; i < times; i++) {
				const question = questions[(i * 7) % questions.length];
				const answer = question && (await resolveImage(bench.needs, actor, question));
				if (answer?.kind !== "resolved") throw new Error(`${question?.ref} in ${question?.cloud}: ${answer?.kind}`);
			}
			return times;
		};
	};
	const result = await compare(
		{ ours: side(large), baseline: side(small) },
		{ ...timing(large, options), rounds: options.quick ? 7 : 21 },
	);
	const what = `resolveImage on ${large.engine.name}, an account of ${large.size.accounts} · of ${small.size.accounts}`;
	return costMeasure(what, result, microseconds, aim);
}

/**
 * Checks that copies are as good as the originals: a publication with the right digests can be imported, and its import
 * resolves.
 */
async function expectWhole(bench: Marketplace): Promise<void> {
	const taker = bench.actorAt(0);
	const account = bench.size.accounts - 1;
	for (const [mci, number] of [
		[3, 1],
		[4, 2],
	] as const) {
		const name = mciName(bench.model, account, mci);
		const ref = `${publisherName(account)}/${name}@${number}`;
		const { imported, renamed } = await importPublication(bench.needs, taker, { ref });
		if (renamed.length > 0) throw new Error(`${ref} has another name in ${accountName(0)}`);
		// An account of the plan may have it already.
		if (imported.length > 1) throw new Error(`${ref} brought more than itself`);
		const line = (account * 7 + mci) % bench.model.lines.length;
		const answer = await resolveImage(bench.needs, taker, {
			ref: `${name}@${number}`,
			cloud: cloudAt(line % 10).slug,
			requestedValues: {},
		});
		if (answer.kind !== "resolved") throw new Error(`${ref}: ${answer.kind}`);
	}
}
