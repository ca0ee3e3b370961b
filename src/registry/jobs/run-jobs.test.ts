import { describe, expect, it } from "vitest";
import { engines, useRegistry } from "../../../test/registries.ts";
import { fault } from "../../core/errors.ts";
import { listNotifications } from "../events/list-notifications.ts";
import type { JobHandler } from "./job-handler.ts";
import { runJobs } from "./run-jobs.ts";

describe.each(engines)("jobs on %s", (engine) => {
	const registry = useRegistry(engine);
	let made = 0;

	const handler = (run: JobHandler["run"], more: Partial<JobHandler> = {}): JobHandler => ({
		isLocal: true,
		leaseMs: 60_000,
		run,
		...more,
	});
	/** A kind that no other test uses, and a job of it. */
	async function newJob(payload: unknown = {}): Promise<string> {
		const kind = `kind-${++made}`;
		registry.setClock("2026-01-01T00:00:00.000Z");
		await registry.needs.store.keep((tx) =>
			tx.jobs.put({ kind, key: kind, payload, runAt: registry.needs.now() }, registry.needs.now()),
		);
		return kind;
	}
	const find = (key: string) => registry.needs.store.read.jobs.find(key);

	it("run when they are due, and are deleted", async () => {
		const { needs } = registry;
		const done: unknown[] = [];
		const kind = await newJob({ id: 7 });
		await needs.store.keep((tx) =>
			tx.jobs.put({ kind, key: `${kind} later`, payload: {}, runAt: "2026-01-01T01:00:00.000Z" }, needs.now()),
		);
		const handlers = { [kind]: handler(async (_needs, job) => void done.push(job.payload)) };
		expect(await runJobs(needs, { limit: 10, handlers })).toEqual({ done: 1, failed: [] });
		expect(done).toEqual([{ id: 7 }]);
		expect(await find(kind)).toBeUndefined();
		expect(await runJobs(needs, { limit: 10, handlers })).toEqual({ done: 0, failed: [] });
		registry.setClock(3600);
		expect((await runJobs(needs, { limit: 10, handlers })).done).toBe(1);
	});

	it("are rescheduled when they ask for it", async () => {
		const { needs } = registry;
		const kind = await newJob();
		const handlers = { [kind]: handler(async () => "2026-01-01T00:30:00.000Z") };
		expect((await runJobs(needs, { limit: 10, handlers })).done).toBe(1);
		expect(await find(kind)).toMatchObject({ runAt: "2026-01-01T00:30:00.000Z", tries: 0 });
	});

	it("that fail are retried with growing delays, and given up after eight attempts", async () => {
		const { needs } = registry;
		const actor = await registry.newActor();
		const kind = await newJob();
		const subject = { kind: "subscription", id: 1, name: "web" };
		const told = {
			accountId: actor.accountId,
			at: needs.now(),
			auditSeq: null,
			event: "subscription.failed",
			subject,
			details: {},
		} as const;
		const handlers = {
			[kind]: handler(
				async () => {
					throw fault("fetch-failed", { url: "https://example.com/", problem: "nothing listens there" });
				},
				{ gaveUp: async (_needs, _job, problem) => [{ ...told, title: problem }] },
			),
		};
		for (let tries = 1; tries < 8; tries++) {
			const { failed } = await runJobs(needs, { limit: 10, handlers });
			expect(failed.map(({ key, gaveUp }) => [key, gaveUp])).toEqual([[kind, false]]);
			const job = await find(kind);
			expect(job).toMatchObject({ tries, problem: "https://example.com/ can't be fetched: nothing listens there." });
			expect(await listNotifications(needs, actor, { limit: 10 })).toEqual([]);
			registry.setClock(job?.runAt ?? "");
		}
		expect((await runJobs(needs, { limit: 10, handlers })).failed.map(({ gaveUp }) => gaveUp)).toEqual([true]);
		expect(await find(kind)).toBeUndefined();
		expect((await listNotifications(needs, actor, { limit: 10 })).map(({ event, title }) => [event, title])).toEqual([
			["subscription.failed", "https://example.com/ can't be fetched: nothing listens there."],
		]);
	});

	it("hide internal errors", async () => {
		const { needs } = registry;
		const kind = await newJob();
		const handlers = {
			[kind]: handler(async () => {
				throw new Error("select secret from insides");
			}),
		};
		const { failed } = await runJobs(needs, { limit: 10, handlers });
		expect(failed[0]?.error).toMatchObject({ message: "select secret from insides" });
		expect((await find(kind))?.problem).toBe("something went wrong in the registry");
	});

	it("are run by one of many servers, and by another when that one is gone", async () => {
		const { needs } = registry;
		const kind = await newJob();
		const other = await registry.second();
		let [running, most, runs] = [0, 0, 0];
		const handlers = {
			[kind]: handler(async () => {
				most = Math.max(most, ++running);
				runs++;
				await new Promise((resolve) => setImmediate(resolve));
				running--;
				return runs < 20 ? needs.now() : undefined;
			}),
		};
		await Promise.all([needs, other, needs, other].map((one) => runJobs(one, { limit: 50, handlers })));
		await runJobs(needs, { limit: 50, handlers });
		expect([most, runs]).toEqual([1, 20]);
		const lost = await newJob();
		await needs.store.keep((tx) =>
			tx.jobs.claim({
				kinds: [lost],
				now: needs.now(),
				until: new Date(Date.parse(needs.now()) + 60_000).toISOString(),
				limit: 1,
			}),
		);
		const again = { [lost]: handler(async () => undefined) };
		expect((await runJobs(other, { limit: 5, handlers: again })).done).toBe(0);
		registry.setClock(60);
		expect((await runJobs(other, { limit: 5, handlers: again })).done).toBe(1);
	});

	it("that need the network wait for a server, and unknown ones for a newer server", async () => {
		const { needs } = registry;
		const [local, far, unknown] = [await newJob(), await newJob(), await newJob()];
		const handlers = {
			[local]: handler(async () => undefined),
			[far]: handler(async () => undefined, { isLocal: false }),
		};
		expect((await runJobs(needs, { limit: 10, only: "local", handlers })).done).toBe(1);
		expect(await find(far)).toMatchObject({ tries: 0 });
		expect((await runJobs(needs, { limit: 10, handlers })).done).toBe(1);
		expect(await find(unknown)).toMatchObject({ tries: 0 });
	});

	it("are left when there are too many, or the server stops", async () => {
		const { needs } = registry;
		const kind = await newJob();
		for (let i = 0; i < 4; i++) {
			await needs.store.keep((tx) =>
				tx.jobs.put({ kind, key: `${kind} ${i}`, payload: {}, runAt: needs.now() }, needs.now()),
			);
		}
		const stop = new AbortController();
		const handlers = { [kind]: handler(async () => undefined) };
		expect((await runJobs(needs, { limit: 2, handlers })).done).toBe(2);
		stop.abort();
		expect((await runJobs(needs, { limit: 2, handlers, signal: stop.signal })).done).toBe(0);
		expect((await runJobs(needs, { limit: 20, handlers })).done).toBe(3);
	});
});
