import type { FastifyBaseLogger } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { componentsOf } from "../../test/components.ts";
import { openReceiver } from "../../test/receiver.ts";
import { engines, openRegistry } from "../../test/registries.ts";
import { listNotifications } from "../registry/events/list-notifications.ts";
import { followKinds } from "../registry/imports/publication-events.ts";
import { createWebhook } from "../registry/webhooks/create-webhook.ts";
import { listDeliveries } from "../registry/webhooks/list-deliveries.ts";
import { type Background, startBackground } from "./background.ts";
import { outbound } from "./outbound.ts";

/** A log that keeps its entries. */
function openLog() {
	const lines: string[] = [];
	const keep = (level: string) => (_details: object, text: string) => void lines.push(`${level}: ${text}`);
	const log = { error: keep("error"), warn: keep("warn"), info: keep("info") } as unknown as FastifyBaseLogger;
	return { lines, log };
}

describe.each(engines)("a server's background on %s", (engine) => {
	const open: (() => Promise<unknown> | undefined)[] = [];
	afterEach(async () => {
		for (const close of open.splice(0).reverse()) await close();
	});

	async function begin() {
		const registry = await openRegistry(engine);
		open.push(() => registry.close());
		const receiver = await openReceiver();
		open.push(async () => receiver.close());
		const needs = {
			...registry.needs,
			outbound: outbound({ allowPrivate: true }),
			now: () => new Date().toISOString(),
		};
		const actor = await registry.newActor();
		const make = componentsOf(needs, actor);
		await createWebhook(needs, actor, { name: "hook", url: receiver.url });
		const start = (log: FastifyBaseLogger, of = needs): Background => {
			const background = startBackground(of, log, { pulseMs: 20, longestMs: 100 });
			open.push(() => background.stop());
			return background;
		};
		return { registry, receiver, needs, actor, make, start };
	}

	it("dispatches and delivers events once, of this process and of others", async () => {
		const { registry, receiver, needs, actor, make, start } = await begin();
		const { log, lines } = openLog();
		const background = start(log);
		start(log, { ...needs, store: (await registry.second()).store });
		await make.history("web", "ami-1");
		await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1);
		const elsewhere = componentsOf({ ...needs, store: (await registry.second()).store }, actor);
		await elsewhere.put("web", "ami-2");
		await elsewhere.commit("mci", "web");
		await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(2);
		expect((await listNotifications(needs, actor, { limit: 10 })).map(({ title }) => title)).toEqual([
			"web@2 is committed: m",
			"web@1 is committed: m",
		]);
		await background.stop();
		expect(lines).toEqual([]);
	});

	it("runs network jobs alongside others", async () => {
		const { needs, start } = await begin();
		const at = needs.now();
		const keys = ["feed.sync 999", "follow.publication 999"];
		await needs.store.keep(async (tx) => {
			await tx.jobs.put({ kind: "feed.sync", key: keys[0] ?? "", payload: { feedId: 999 }, runAt: at }, at);
			await tx.jobs.put(
				{
					kind: followKinds.publication,
					key: keys[1] ?? "",
					payload: { publicationId: 999, accountId: 999 },
					runAt: at,
				},
				at,
			);
		});
		const { log, lines } = openLog();
		start(log);
		const left = async () =>
			(await Promise.all(keys.map((key) => needs.store.read.jobs.find(key)))).filter((job) => job !== undefined);
		await expect.poll(left, { timeout: 20_000 }).toEqual([]);
		expect(lines).toEqual([]);
	});

	it("stops although a receiver hangs, and returns what it had leased", async () => {
		const { receiver, needs, actor, make, start } = await begin();
		const { log, lines } = openLog();
		receiver.answer = () => undefined;
		await make.history("web", "ami-1");
		const background = start(log);
		await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1);
		await background.stop();
		expect(await listDeliveries(needs, actor, { webhook: "hook", limit: 5 })).toMatchObject([
			{ state: "pending", tries: 0 },
		]);
		expect(lines).toEqual([]);
	});

	it("reports a failure once, and continues when it is over", async () => {
		const { needs, actor, make, start } = await begin();
		const { log, lines } = openLog();
		let isBroken = true;
		const { store } = needs;
		let failed = 0;
		const keep: typeof store.keep = (act) => {
			if (!isBroken) return store.keep(act);
			failed++;
			return Promise.reject(new Error("the disk is full"));
		};
		await make.history("web", "ami-1");
		start(log, { ...needs, store: { ...store, keep } });
		await expect.poll(() => failed, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
		expect(lines).toEqual(["error: background work failed and will be retried"]);
		isBroken = false;
		await expect
			.poll(async () => (await listNotifications(needs, actor, { limit: 10 })).length, { timeout: 20_000 })
			.toBe(1);
		await expect.poll(() => lines.at(-1), { timeout: 20_000 }).toBe("info: background work continues");
	});
});
