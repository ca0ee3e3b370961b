import { sql } from "kysely";
import { eventListeners } from "../src/main/event-listeners.ts";
import { jobHandlers } from "../src/main/job-handlers.ts";
import { dispatchEvents } from "../src/registry/events/dispatch-events.ts";
import { importPublication } from "../src/registry/imports/import-publication.ts";
import { runJobs } from "../src/registry/jobs/run-jobs.ts";
import { publishRevision } from "../src/registry/marketplace/publish-revision.ts";
import { putSetting } from "../src/registry/mcis/put-setting.ts";
import type { Needs } from "../src/registry/needs.ts";
import { commitRevision } from "../src/registry/revisions/commit-revision.ts";
import type { SqlRow } from "../src/storage/dialects/engine.ts";
import { cloudAt } from "./generated-listing.ts";
import { createdAccount, publishTemplate } from "./marketplace-model.ts";
import { addFollowers, type Marketplace } from "./marketplace-rows.ts";
import { type BenchOptions, compared, costMeasure, type Measure, microseconds, milliseconds } from "./measure.ts";

const mostFollowers = 500;

/** A new revision of a lineage that 500 accounts follow: the time until each has its notification or its import. */
export async function compareFollowing(bench: Marketplace, options: BenchOptions): Promise<Measure[]> {
	const followers = Math.min(mostFollowers, bench.size.accounts);
	// Earlier events are dispatched first.
	await untilDone(bench.needs);
	const measures: Measure[] = [];
	for (const [line, mode, what] of [
		[1, "offer", "notices"],
		[2, "auto", "imports"],
	] as const) {
		await addFollowers(bench, { line, followers, mode });
		const costs = { ours: [] as number[], baseline: [] as number[] };
		for (let round = 0; round < (options.quick ? 3 : 5); round++) {
			const number = 3 + round;
			const marks = await marksOf(bench);
			await publishNext(bench, { line, number });
			globalThis.gc?.();
			costs.ours.push((await timed(() => untilDone(bench.needs))) / followers);
			const written = await rowsBehind(bench, { marks, number });
			const count = mode === "offer" ? written.notifications : written.imports;
			if (count?.length !== followers) throw new Error(`${count?.length} ${what} for ${followers} followers`);
			costs.baseline.push((await insertAgain(bench, written)) / followers);
		}
		const seconds = (Math.min(...costs.ours) * followers) / 1e9;
		options.tell(`${bench.engine.name}: ${followers} followers have their ${what} after ${seconds.toFixed(2)} s`);
		const told = `one of ${followers} followers has its ${mode === "offer" ? "notice" : "import"} on ${bench.engine.name} · raw inserts`;
		measures.push(costMeasure(told, compared(costs), microseconds, null));
	}
	return measures;
}

async function publishNext(
	{ needs, model }: Marketplace,
	{ line, number }: { readonly line: number; readonly number: number },
): Promise<void> {
	const name = model.lines[line]?.name ?? "";
	const { publisher } = model;
	await putSetting(needs, publisher, {
		name,
		expected: null,
		cloud: cloudAt(line).slug,
		setting: { image: { uid: `ami-new-${line}-${number}` } },
	});
	await commitRevision(needs, publisher, {
		kind: "mci",
		name,
		expected: null,
		message: "New images",
		overrideLint: "a benchmark's images",
	});
	await publishRevision(needs, publisher, {
		kind: "mci",
		ref: `${name}@${number}`,
		to: { everyone: true, groups: [] },
		short: "Newer",
	});
}

/** Waits until no event and no job is left. */
async function untilDone(needs: Needs): Promise<void> {
	for (;;) {
		const { entries, problems } = await dispatchEvents(needs, { limit: 100_000, listeners: eventListeners });
		const { done, failed } = await runJobs(needs, { limit: 100_000, handlers: jobHandlers });
		for (const { error } of [...problems, ...failed]) throw error;
		if (entries === 0 && done === 0) return;
	}
}

type Marks = Readonly<Record<"audit" | "notifications" | "imports", number>>;

async function marksOf({ engine }: Marketplace): Promise<Marks> {
	const most = async (table: string, column: string) => {
		const [row] = await engine.query(`select coalesce(max(${column}), 0) as most from ${table}`, []);
		return Number(row?.most ?? 0);
	};
	return {
		audit: await most("audit_entries", "seq"),
		notifications: await most("notifications", "id"),
		imports: await most("imports", "id"),
	};
}

type Written = Readonly<
	Record<"audit_entries" | "notifications" | "imports" | "revisions" | "settings", readonly SqlRow[]>
>;

/** The rows that following has written, without updated rows and deleted jobs. */
async function rowsBehind(
	{ engine, model }: Marketplace,
	{ marks, number }: { readonly marks: Marks; readonly number: number },
): Promise<Written> {
	const all = (text: string, ...values: number[]) => engine.query(text, values);
	const taken = "(select component_id from imports where id > ?)";
	return {
		audit_entries: await all("select * from audit_entries where seq > ? and act like '%.import'", marks.audit),
		notifications: await all(
			"select * from notifications where id > ? and account_id <> ?",
			marks.notifications,
			model.publisher.accountId,
		),
		imports: await all("select * from imports where id > ?", marks.imports),
		revisions: await all(
			`select * from revisions where component_id in ${taken} and number = ?`,
			marks.imports,
			number,
		),
		settings: await all(`select * from settings where mci_id in ${taken} and from_number = ?`, marks.imports, number),
	};
}

/** Deletes the rows, and times inserting them again in one transaction. */
async function insertAgain({ engine }: Marketplace, written: Written): Promise<number> {
	const tables = Object.entries(written) as [keyof Written, readonly SqlRow[]][];
	await engine.transaction(async (db) => {
		for (const [table, rows] of tables) {
			for (const row of rows) {
				if (table === "revisions")
					await sql`delete from revisions where component_id = ${row.component_id} and number = ${row.number}`.execute(
						db,
					);
				else if (table === "settings") {
					await sql`delete from settings where mci_id = ${row.mci_id} and cloud_id = ${row.cloud_id} and from_number = ${row.from_number}`.execute(
						db,
					);
				} else {
					const key = table === "audit_entries" ? "seq" : "id";
					await sql`delete from ${sql.table(table)} where ${sql.ref(key)} = ${row[key]}`.execute(db);
				}
			}
		}
	});
	globalThis.gc?.();
	return timed(() =>
		engine.transaction(async (db) => {
			for (const [table, rows] of tables) if (rows.length > 0) await engine.insertMany(db, table, rows as never);
		}),
	);
}

/** A template with five MCIs of 20 clouds each, imported into a new account each time. */
export async function compareTemplateImport(bench: Marketplace, { quick }: BenchOptions): Promise<Measure> {
	const { engine, needs, operator } = bench;
	const { publication } = await publishTemplate(needs, operator);
	const costs = { ours: [] as number[], baseline: [] as number[] };
	for (let round = -1; round < (quick ? 5 : 9); round++) {
		const taker = await createdAccount(needs, operator, `template-taker-${round + 1}`);
		globalThis.gc?.();
		const ours = await timed(async () => {
			const { imported } = await importPublication(needs, taker, { ref: String(publication) });
			if (imported.length !== 6) throw new Error(`${imported.length} revisions were imported`);
		});
		const baseline = await insertImportAgain(bench, taker.accountId);
		// The first round warms up.
		if (round < 0) continue;
		costs.ours.push(ours);
		costs.baseline.push(baseline);
	}
	return costMeasure(
		`import of a template with 5 MCIs × 20 clouds on ${engine.name} · raw inserts`,
		compared(costs),
		milliseconds,
		null,
	);
}

/**
 * All rows of an account except the text index of its images, which stays. They are in an order in which they can be
 * inserted again.
 */
const parts = [
	["clouds", "account_id = $"],
	["images", "account_id = $"],
	["components", "account_id = $"],
	["revisions", "component_id in (select id from components where account_id = $)"],
	["settings", "mci_id in (select id from components where account_id = $)"],
	["pins", "user_id in (select id from components where account_id = $)"],
	["imports", "account_id = $"],
] as const;

async function insertImportAgain({ engine }: Marketplace, accountId: number): Promise<number> {
	const found: (readonly [(typeof parts)[number][0], readonly SqlRow[]])[] = [];
	for (const [table, where] of parts) {
		found.push([table, await engine.query(`select * from ${table} where ${where.replace("$", "?")}`, [accountId])]);
	}
	await engine.transaction(async (db) => {
		for (const [table, where] of parts.toReversed())
			await sql.raw(`delete from ${table} where ${where.replace("$", String(accountId))}`).execute(db);
	});
	globalThis.gc?.();
	return timed(() =>
		engine.transaction(async (db) => {
			for (const [table, rows] of found) {
				await engine.insertMany(db, table, rows as never);
			}
		}),
	);
}

async function timed(act: () => Promise<unknown>): Promise<number> {
	const started = process.hrtime.bigint();
	await act();
	return Number(process.hrtime.bigint() - started);
}
