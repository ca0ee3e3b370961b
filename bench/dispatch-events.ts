import { eventListeners } from "../src/main/event-listeners.ts";
import { dispatchEvents } from "../src/registry/events/dispatch-events.ts";
import type { Needs } from "../src/registry/needs.ts";
import type { Store } from "../src/storage/store.ts";
import {
	type Aim,
	type BenchOptions,
	type Compared,
	compare,
	compared,
	costMeasure,
	type Measure,
	microseconds,
	speedMeasure,
} from "./measure.ts";
import { needsOn } from "./needs.ts";
import { type BenchStore, type EngineName, enginesHere, makeStore } from "./stores.ts";

const at = "2026-01-01T00:00:00.000Z";
const webhooksPerAccount = 50;
/** The number of audit entries that one transaction dispatches. */
const batch = 100;
const aim: Aim = { of: "ratio", atMost: 1.5 };

/**
 * Dispatching commits into notifications and deliveries, against raw inserts of the same rows; leasing and ending a due
 * delivery with many webhooks, against few.
 */
export async function dispatching(options: BenchOptions): Promise<Measure[]> {
	const measures: Measure[] = [];
	for (const name of await enginesHere()) {
		measures.push(
			speedMeasure(`dispatch on ${name} · raw inserts`, await compareDispatch(name, options), "notifications/s", null),
		);
		measures.push(await compareTaking(name, options));
		options.tell(`${name}: done`);
	}
	return measures;
}

/** 1,000 entries of 20 accounts with 1,000 webhooks in total; one webhook of each account matches the event. */
async function compareDispatch(name: EngineName, { quick }: BenchOptions): Promise<Compared> {
	const costs = { ours: [] as number[], baseline: [] as number[] };
	const entries = 1000;
	for (let round = 0; round < (quick ? 3 : 7); round++) {
		const [ours, raw] = [await makeStore(name), await makeStore(name)];
		try {
			const { needs } = await needsOn(ours.store);
			const accounts = await makeAccounts(ours.store, 20);
			await needsOn(raw.store);
			await makeAccounts(raw.store, 20);
			await recordCommits(ours.store, accounts, entries);
			globalThis.gc?.();
			costs.ours.push((await timed(() => dispatchAll(needs, entries))) / entries);
			const rows = await readRows(ours);
			globalThis.gc?.();
			costs.baseline.push((await timed(() => insertRaw(raw, rows))) / entries);
		} finally {
			await ours.remove();
			await raw.remove();
		}
	}
	return compared(costs);
}

async function dispatchAll(needs: Needs, entries: number): Promise<void> {
	const { notifications } = await dispatchEvents(needs, { limit: 10 * entries, listeners: eventListeners });
	if (notifications !== entries) throw new Error(`${notifications} notifications of ${entries} entries`);
}

interface Rows {
	readonly notifications: readonly object[];
	readonly deliveries: readonly object[];
}

async function readRows({ engine }: BenchStore): Promise<Rows> {
	const all = async (table: string) =>
		(await engine.query(`select * from ${table} order by id`, [])) as readonly object[];
	return { notifications: await all("notifications"), deliveries: await all("deliveries") };
}

async function insertRaw({ engine }: BenchStore, { notifications, deliveries }: Rows): Promise<void> {
	for (let i = 0; i < notifications.length; i += batch) {
		await engine.transaction(async (db) => {
			await engine.insertMany(db, "notifications", notifications.slice(i, i + batch) as never);
			await engine.insertMany(db, "deliveries", deliveries.slice(i, i + batch) as never);
		});
	}
}

/** Leases 16 due deliveries and ends them, with 1,000 webhooks that have due deliveries and with 20. */
async function compareTaking(name: EngineName, { quick }: BenchOptions): Promise<Measure> {
	const [many, few] = [await makeStore(name), await makeStore(name)];
	try {
		for (const [bench, count] of [
			[many, 1000],
			[few, 20],
		] as const) {
			await makeAccounts(bench.store, Math.ceil(count / webhooksPerAccount), Math.min(count, webhooksPerAccount));
			const ids = (await bench.engine.query("select id from webhooks", [])).map((row) => Number(row.id));
			const due = ids.flatMap((webhookId) =>
				Array.from({ length: 10_000 / count }, (_, i) => newDelivery(webhookId, `m${webhookId}-${i}`)),
			);
			await bench.store.keep((tx) => tx.deliveries.insertMany(due));
		}
		const side = (bench: BenchStore) => async () => {
			let done = 0;
			for (let round = 0; round < (quick ? 3 : 10); round++) done += await takeAndEnd(bench.store);
			return done;
		};
		const how = { rounds: quick ? 5 : 15, clock: name === "sqlite" ? ("cpu" as const) : ("wall" as const) };
		const result = await compare({ ours: side(many), baseline: side(few) }, how);
		return costMeasure(`a delivery on ${name}, 1,000 webhooks · 20`, result, microseconds, aim);
	} finally {
		await many.remove();
		await few.remove();
	}
}

async function takeAndEnd(store: Store): Promise<number> {
	const claim = { now: at, until: "2026-01-01T00:01:00.000Z", limit: 16, perWebhook: 3, perAccount: 8 };
	const taken = await store.keep((tx) => tx.deliveries.claim(claim));
	const last = { at, tookMs: 1, status: 503, problem: "the receiver answers 503", answer: "" };
	for (const { delivery } of taken)
		await store.keep((tx) => tx.deliveries.endTry(delivery, { state: "pending", nextAt: at, last }));
	if (taken.length === 0) throw new Error("nothing was due");
	return taken.length;
}

function newDelivery(webhookId: number, messageId: string) {
	return { webhookId, notificationId: null, messageId, event: "component.committed", createdAt: at };
}

/** Creates accounts with webhooks; the first webhook of each account listens to commits. */
async function makeAccounts(store: Store, accounts: number, webhooks = webhooksPerAccount): Promise<number[]> {
	return store.keep(async (tx) => {
		const ids: number[] = [];
		for (let i = 0; i < accounts; i++) {
			const { id } = await tx.accounts.ensure(`bench-${i}`, at);
			ids.push(id);
			for (let j = 0; j < webhooks; j++) {
				const words = {
					uid: `${i}-${j}`,
					name: `hook-${j}`,
					description: "",
					url: "https://example.com/",
					secret: "sealed",
					createdAt: at,
				};
				await tx.webhooks.insert({
					...words,
					accountId: id,
					events: [j === 0 ? "component.committed" : "drift.found"],
				});
			}
		}
		return ids;
	});
}

async function recordCommits(store: Store, accounts: readonly number[], count: number): Promise<void> {
	await store.write(async (tx) => {
		for (let i = 0; i < count; i++) {
			tx.record({
				...{
					accountId: accounts[i % accounts.length] ?? 0,
					at,
					actor: "bench",
					act: "mci.commit",
					subjectKind: "mci",
					subjectId: 1,
					headVersion: 1,
				},
				...{
					subjectName: "web",
					before: { revision: i },
					after: { revision: i + 1, digest: `sha256:${i}`, message: "A new kernel" },
				},
			});
		}
	});
}

async function timed(act: () => Promise<void>): Promise<number> {
	const started = process.hrtime.bigint();
	await act();
	return Number(process.hrtime.bigint() - started);
}
