import { createHmac } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { componentsOf } from "../../../test/components.ts";
import { openReceiver, type Received, type Receiver } from "../../../test/receiver.ts";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import { pingType } from "../../core/event/index.ts";
import { eventListeners } from "../../main/event-listeners.ts";
import { outbound } from "../../main/outbound.ts";
import type { Actor } from "../actor.ts";
import { dispatchEvents } from "../events/dispatch-events.ts";
import { listNotifications } from "../events/list-notifications.ts";
import type { Needs } from "../needs.ts";
import { createWebhook, type WebhookInput } from "./create-webhook.ts";
import { claimDeliveries, deliverWebhooks } from "./deliver-webhooks.ts";
import { editWebhook, pauseWebhook, removeWebhook, resumeWebhook } from "./edit-webhook.ts";
import { getDelivery, listDeliveries } from "./list-deliveries.ts";
import { getWebhook, listWebhooks } from "./list-webhooks.ts";
import { redeliver, redeliverFailed } from "./redeliver.ts";
import { rotateWebhookSecret } from "./rotate-webhook-secret.ts";
import { sendDelivery } from "./send-delivery.ts";
import { testWebhook } from "./test-webhook.ts";

const begin = "2026-01-01T00:00:00.000Z";

/** Verifies as a receiver does, by the standard, without this project's code. */
function isSigned({ headers, body }: Received, secret: string): boolean {
	const key = Buffer.from(secret.replace("whsec_", ""), "base64");
	const signature = createHmac("sha256", key)
		.update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`)
		.digest("base64");
	return String(headers["webhook-signature"]).split(" ").includes(`v1,${signature}`);
}

describe.each(engines)("webhooks on %s", (engine) => {
	const registry = useRegistry(engine);
	let needs: Needs;
	const receivers: Receiver[] = [];

	beforeAll(async () => {
		needs = { ...registry.needs, outbound: outbound({ allowPrivate: true, timeoutMs: 150 }) };
	});
	afterEach(() => {
		for (const receiver of receivers.splice(0)) receiver.close();
	});

	interface Scene {
		readonly actor: Actor;
		readonly receiver: Receiver;
		readonly secret: string;
		/** Creates a commit, and dispatches it. */
		commit(): Promise<void>;
		/** Delivers everything due after so many seconds. */
		after(seconds: number): Promise<number>;
		/** Advances the clock by a day with its eight attempts. */
		everyTry(): Promise<void>;
	}

	/**
	 * An account with an MCI and the webhook `hook` to a receiver of its own; earlier events are dispatched and jobs
	 * done.
	 */
	async function scene(more: Partial<WebhookInput> = {}): Promise<Scene> {
		registry.setClock(begin);
		await quiet();
		const actor = await registry.newActor();
		const make = componentsOf(needs, actor);
		await make.mci("web");
		const receiver = await openReceiver();
		receivers.push(receiver);
		const { secret } = await createWebhook(needs, actor, { name: "hook", url: receiver.url, ...more });
		let made = 0;
		const after = (seconds: number) => {
			registry.setClock(seconds);
			return deliverWebhooks(needs, { limit: 1000 });
		};
		return {
			actor,
			receiver,
			secret,
			commit: async () => {
				await make.put("web", `web-${++made}`);
				await make.commit("mci", "web");
				await dispatchEvents(needs, { limit: 1000, listeners: eventListeners });
			},
			after,
			everyTry: async () => {
				for (const wait of [0, 10, 60, 300, 1800, 7200, 21_600, 54_000]) await after(wait * 1.11);
			},
		};
	}

	/** Keeps other tests' webhooks out of this one. */
	async function quiet(): Promise<void> {
		await needs.store.keep(async (tx) => {
			for (const { webhook } of await tx.deliveries.claim({
				now: "9",
				until: "99",
				limit: 1000,
				perWebhook: 1000,
				perAccount: 1000,
			})) {
				await tx.webhooks.change(webhook.id, { active: false });
			}
		});
	}

	const deliveriesOf = ({ actor }: Scene, webhook = "hook") => listDeliveries(needs, actor, { webhook, limit: 100 });
	const failures = async ({ actor }: Scene) => listNotifications(needs, actor, { event: "webhook.failed", limit: 100 });

	it("send each event once, signed, as the standard has it", async () => {
		const { actor, receiver, secret, ...on } = await scene({ events: ["component.*"] });
		await on.commit();
		expect(await on.after(0)).toBe(1);
		expect(await on.after(60)).toBe(0);
		const [got] = receiver.received;
		if (!got) throw new Error("nothing came");
		expect(got.headers).toMatchObject({
			"content-type": "application/json",
			"webhook-timestamp": String(Date.parse(begin) / 1000),
		});
		const [notification] = await listNotifications(needs, actor, { limit: 1 });
		expect(got.headers["webhook-id"]).toMatch(/^msg_[0-9a-f]{32}$/);
		expect(got.headers["webhook-id"]).toBe(notification?.messageId);
		expect(JSON.parse(got.body)).toEqual({
			type: "component.committed",
			timestamp: notification?.at,
			data: {
				account: actor.account,
				notification: notification?.id,
				auditSeq: notification?.auditSeq,
				title: "web@1 is committed: m",
				subject: notification?.subject,
				details: notification?.details,
			},
		});
		expect(isSigned(got, secret)).toBe(true);
		expect(isSigned({ ...got, body: got.body.replace("web@1", "web@2") }, secret)).toBe(false);
		expect(await listDeliveries(needs, actor, { webhook: "hook", limit: 5 })).toMatchObject([
			{ state: "delivered", tries: 1, last: { at: begin, status: 204, problem: null, answer: "" } },
		]);
		const [delivery] = await listDeliveries(needs, actor, { webhook: "hook", limit: 1 });
		expect(await getDelivery(needs, actor, { webhook: "hook", id: delivery?.id ?? 0 })).toEqual({
			delivery,
			body: got.body,
		});
		expect(await faultOf(() => getDelivery(needs, actor, { webhook: "hook", id: 1_000_000 }))).toMatchObject({
			code: "delivery-not-found",
		});
	});

	it("retry with growing delays for a day, under the same id, then give up and notify the account once", async () => {
		const on = await scene();
		on.receiver.answer = (response) => response.writeHead(500).end("no\0 \ud83d\ude00");
		await on.commit();
		const waits: number[] = [];
		expect(await on.after(0)).toBe(1);
		for (let tries = 1; tries < 8; tries++) {
			const [delivery] = await deliveriesOf(on);
			expect(delivery).toMatchObject({
				state: "pending",
				tries,
				last: { status: 500, problem: "the receiver answers 500", answer: "no\ufffd \ud83d\ude00" },
			});
			const wait = (Date.parse(delivery?.nextAt ?? "") - Date.parse(needs.now())) / 1000;
			waits.push(wait);
			expect(await on.after(Math.floor(wait) - 1), "not before its time").toBe(0);
			expect(await on.after(2)).toBe(1);
		}
		for (const [i, expected] of [10, 60, 300, 1800, 7200, 21_600, 54_000].entries()) {
			expect(Math.abs((waits[i] ?? 0) / expected - 1)).toBeLessThanOrEqual(0.11);
		}
		expect(await deliveriesOf(on)).toMatchObject([{ state: "failed", tries: 8 }]);
		expect(new Set(on.receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
		expect(new Set(on.receiver.received.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(8);
		expect(await failures(on)).toMatchObject([
			{
				title: "Webhook hook fails: its receiver did not take component.committed",
				details: { event: "component.committed", tries: 8, status: 500 },
			},
		]);
		expect(await getWebhook(needs, on.actor, "hook")).toMatchObject({ active: true, failingSince: needs.now() });
		await on.commit();
		await on.everyTry();
		expect(await deliveriesOf(on)).toMatchObject([{ state: "failed" }, { state: "failed" }]);
		expect(await failures(on), "the second failure of an outage is not news").toHaveLength(1);
		on.receiver.answer = (response) => response.writeHead(204).end();
		await on.commit();
		await on.after(0);
		expect(await getWebhook(needs, on.actor, "hook")).toMatchObject({ active: true, failingSince: null });
	});

	it("wait as long as a busy receiver asks them to", async () => {
		const on = await scene();
		on.receiver.answer = (response) => response.writeHead(429, { "retry-after": "900" }).end();
		await on.commit();
		await on.after(0);
		expect((await deliveriesOf(on))[0]?.nextAt).toBe("2026-01-01T00:15:00.000Z");
	});

	it.each<readonly [string, Receiver["answer"], object]>([
		["hangs", () => undefined, { status: null, problem: "it took longer than 0.15 s", answer: null }],
		[
			"breaks the connection off",
			(response) => response.destroy(),
			{ status: null, problem: "the connection was reset" },
		],
		[
			"redirects to where nothing should go",
			(response) => response.writeHead(307, { location: "http://169.254.169.254/latest/meta-data" }).end(),
			{ status: 307, problem: "the receiver answers 307, and redirects are not followed" },
		],
	])("treat a receiver that %s as failed, and retry", async (_what, answer, last) => {
		const on = await scene();
		on.receiver.answer = answer;
		await on.commit();
		await on.after(0);
		expect(await deliveriesOf(on)).toMatchObject([{ state: "pending", tries: 1, last }]);
		expect(on.receiver.received).toHaveLength(1);
	});

	it("read only the beginning of an endless response", async () => {
		const on = await scene();
		on.receiver.answer = (response) => {
			const write = () => {
				while (!response.destroyed && response.write("x".repeat(65_536)));
				response.once("drain", write);
			};
			write();
		};
		await on.commit();
		await on.after(0);
		const [delivery] = await deliveriesOf(on);
		expect(delivery).toMatchObject({ state: "delivered", last: { status: 200 } });
		expect(delivery?.last?.answer?.length).toBe(1000);
	});

	it("are paused, and the account notified, when the receiver is gone for good", async () => {
		const on = await scene();
		on.receiver.answer = (response) => response.writeHead(410).end();
		await on.commit();
		await on.after(0);
		const pausedBecause = "its receiver answered 410: it is gone for good";
		expect(await getWebhook(needs, on.actor, "hook")).toMatchObject({ active: false, pausedBecause });
		expect(await deliveriesOf(on)).toMatchObject([{ state: "failed", tries: 1 }]);
		expect((await failures(on)).map(({ title }) => title)).toEqual([`Webhook hook is paused: ${pausedBecause}`]);
		const [entry] = await needs.store.read.audit.list(on.actor.accountId, { limit: 1 });
		expect(entry).toMatchObject({
			act: "webhook.pause",
			actor: "registry",
			subjectName: "hook",
			after: { active: false, because: pausedBecause },
		});
		await on.commit();
		await on.after(100_000);
		expect(await deliveriesOf(on), "what comes while it is paused is not kept for it").toHaveLength(1);
		on.receiver.answer = (response) => response.writeHead(204).end();
		expect(await resumeWebhook(needs, on.actor, "hook")).toMatchObject({
			active: true,
			pausedBecause: null,
			failingSince: null,
		});
		await on.commit();
		expect(await on.after(0)).toBe(1);
	});

	it("are paused when every delivery failed for three days", async () => {
		const on = await scene();
		on.receiver.answer = (response) => response.writeHead(503).end();
		for (let day = 0; day < 3; day++) {
			await on.commit();
			await on.everyTry();
		}
		expect(await getWebhook(needs, on.actor, "hook")).toMatchObject({ active: true });
		await on.commit();
		await on.everyTry();
		expect(await getWebhook(needs, on.actor, "hook")).toMatchObject({
			active: false,
			pausedBecause: "its receiver took nothing for three days",
		});
		expect(await failures(on)).toHaveLength(2);
	});

	it("that fail don't notify each other endlessly", async () => {
		const on = await scene();
		await createWebhook(needs, on.actor, { name: "other", url: `${on.receiver.url}other` });
		on.receiver.answer = (response) => response.writeHead(500).end();
		await on.commit();
		for (let i = 0; i < 20; i++) await on.after(60_000);
		const types = on.receiver.received.map(
			({ body, path }) => `${path} ${(JSON.parse(body) as { type: string }).type}`,
		);
		expect(new Set(types)).toEqual(
			new Set(["/ component.committed", "/other component.committed", "/ webhook.failed", "/other webhook.failed"]),
		);
		expect(await failures(on)).toHaveLength(2);
		expect(await on.after(100_000)).toBe(0);
	});

	it("send nothing to a refused address, and report it immediately", async () => {
		const on = await scene();
		await on.commit();
		const careful = { ...needs, outbound: outbound({ allowPrivate: false }) };
		expect(await deliverWebhooks(careful, { limit: 10 })).toBe(1);
		expect(on.receiver.received).toEqual([]);
		expect(await deliveriesOf(on)).toMatchObject([
			{
				state: "failed",
				tries: 1,
				last: { status: null, problem: "the address 127.0.0.1 is private, local or reserved" },
			},
		]);
		expect(await failures(on)).toHaveLength(1);
	});

	it("send nothing to a name that resolves to a private address", async () => {
		const on = await scene({ url: "http://localhost:1/" });
		await on.commit();
		await deliverWebhooks({ ...needs, outbound: outbound({ allowPrivate: false }) }, { limit: 10 });
		const problem = "localhost leads to an address that is private, local or reserved";
		expect(await deliveriesOf(on)).toMatchObject([{ state: "failed", last: { problem } }]);
	});

	it("deliver each message once, however many servers there are", async () => {
		const on = await scene();
		for (let i = 0; i < 12; i++) await on.commit();
		const others = [
			needs,
			...(await Promise.all([1, 2, 3].map(async () => ({ ...(await registry.second()), outbound: needs.outbound })))),
		];
		const tried = await Promise.all(others.map((one) => deliverWebhooks(one, { limit: 100 })));
		expect(tried.reduce((sum, count) => sum + count, 0) + (await on.after(0))).toBe(12);
		expect(new Set(on.receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(12);
		expect(on.receiver.received).toHaveLength(12);
	});

	it("are retried by another server when the first is gone, and keep one outcome", async () => {
		const on = await scene();
		await on.commit();
		const [lost] = await claimDeliveries(needs, 10);
		expect(await on.after(59)).toBe(0);
		expect(await on.after(1)).toBe(1);
		expect(await deliveriesOf(on)).toMatchObject([{ state: "delivered", tries: 2 }]);
		on.receiver.answer = (response) => response.writeHead(500).end();
		if (lost) await sendDelivery(needs, lost);
		expect(await deliveriesOf(on), "whoever was too slow changes nothing").toMatchObject([
			{ state: "delivered", tries: 2 },
		]);
	});

	it("are returned without an attempt when the server stops", async () => {
		const on = await scene();
		await on.commit();
		const stop = new AbortController();
		on.receiver.answer = () => stop.abort();
		await deliverWebhooks({ ...needs, outbound: outbound({ allowPrivate: true }) }, { limit: 10, signal: stop.signal });
		expect(await deliveriesOf(on)).toMatchObject([{ state: "pending", tries: 0, last: null }]);
		on.receiver.answer = (response) => response.writeHead(204).end();
		expect(await on.after(0)).toBe(1);
		expect(await deliveriesOf(on)).toMatchObject([{ state: "delivered", tries: 1 }]);
	});

	it("redeliver on request, under the same id", async () => {
		const on = await scene();
		on.receiver.answer = (response) => response.writeHead(410).end();
		await on.commit();
		await on.commit();
		await on.after(0);
		await resumeWebhook(needs, on.actor, "hook");
		on.receiver.answer = (response) => response.writeHead(204).end();
		const all = await deliveriesOf(on);
		expect(all.map(({ state }) => state)).toEqual(["failed", "failed"]);
		const [second, first] = all;
		expect(await redeliver(needs, on.actor, { webhook: "hook", id: first?.id ?? 0 })).toMatchObject({
			state: "pending",
			tries: 0,
		});
		expect(await on.after(0)).toBe(1);
		expect(await redeliver(needs, on.actor, { webhook: "hook", id: first?.id ?? 0 })).toMatchObject({
			state: "pending",
		});
		expect(await on.after(0), "also when it was taken before").toBe(1);
		expect(await redeliverFailed(needs, on.actor, { webhook: "hook", since: "2026-01-02T00:00:00.000Z" })).toEqual({
			renewed: 0,
		});
		expect(await redeliverFailed(needs, on.actor, { webhook: "hook", since: begin })).toEqual({ renewed: 1 });
		expect(await on.after(0)).toBe(1);
		const ids = on.receiver.received.map(({ headers }) => headers["webhook-id"]);
		expect(ids.slice(2)).toEqual([first?.messageId, first?.messageId, second?.messageId]);
		const entries = await needs.store.read.audit.list(on.actor.accountId, { limit: 3 });
		expect(entries.map(({ act }) => act)).toEqual(["webhook.redeliver", "webhook.redeliver", "webhook.redeliver"]);
	});

	it("send a ping immediately, once, even when they are paused", async () => {
		const on = await scene();
		await pauseWebhook(needs, on.actor, "hook");
		expect(await testWebhook(needs, on.actor, "hook")).toMatchObject({
			event: pingType,
			state: "delivered",
			tries: 1,
			last: { status: 204 },
		});
		const [ping] = on.receiver.received;
		expect(ping && isSigned(ping, on.secret)).toBe(true);
		expect(JSON.parse(ping?.body ?? "")).toMatchObject({
			type: pingType,
			data: { notification: null, subject: { kind: "webhook", name: "hook" } },
		});
		on.receiver.answer = (response) => response.writeHead(410).end();
		expect(await testWebhook(needs, on.actor, "hook")).toMatchObject({
			state: "failed",
			tries: 1,
			last: { status: 410 },
		});
		expect(await failures(on)).toEqual([]);
	});

	it("also sign with the old secret for a day after a change", async () => {
		const on = await scene();
		const { secret } = await rotateWebhookSecret(needs, on.actor, "hook");
		expect(secret).not.toBe(on.secret);
		for (const seconds of [0, 86_399, 1]) {
			await on.commit();
			await on.after(seconds);
		}
		const by = (one: string) => on.receiver.received.map((got) => isSigned(got, one));
		expect([by(secret), by(on.secret)]).toEqual([
			[true, true, true],
			[true, true, false],
		]);
	});

	it("keep their secret sealed, and show it only on creation", async () => {
		const on = await scene();
		expect(on.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
		const webhook = await getWebhook(needs, on.actor, "hook");
		expect(JSON.stringify(webhook)).not.toContain(on.secret.slice(6, 20));
		expect(JSON.stringify(await needs.store.read.audit.list(on.actor.accountId, { limit: 50 }))).not.toContain(
			on.secret.slice(6, 20),
		);
		await on.commit();
		const keyless = {
			...needs,
			secrets: { ...needs.secrets, open: (text: string, place: string) => needs.secrets.open(text, `${place}!`) },
		};
		await deliverWebhooks(keyless, { limit: 10 });
		const [delivery] = await deliveriesOf(on);
		expect(delivery).toMatchObject({
			state: "pending",
			tries: 1,
			last: { status: null, problem: expect.stringContaining("can't be decrypted") },
		});
	});

	it.each([
		[{ name: "Hook" }, "its name must have 1 to 100 lowercase letters, digits, dots and dashes"],
		[{ url: "ftp://example.com/" }, "its URL is refused, because its scheme is ftp"],
		[{ url: "http://me:secret@example.com/" }, "its URL is refused, because it contains a user name or password"],
		[
			{ url: "http://169.254.169.254/" },
			"its URL is refused, because the address 169.254.169.254 is a cloud's metadata service",
		],
		[{ url: `http://example.com/${"x".repeat(2000)}` }, "its URL is longer than 2000 characters"],
		[{ events: [] }, "it has no events"],
		[{ events: ["channel.moved", "channel.gone"] }, "there is no event “channel.gone”"],
		[{ description: "x".repeat(1001) }, "its description is longer than 1000 characters"],
	] as const)("are refused with %j", async (words, problem) => {
		const actor = await registry.newActor();
		const input = { name: "hook", url: "https://example.com/", ...words };
		expect(await faultOf(() => createWebhook(needs, actor, input))).toMatchObject({
			code: "webhook-invalid",
			details: { problem },
		});
		if ("name" in words) return;
		await createWebhook(needs, actor, { name: "hook", url: "https://example.com/" });
		const { name: _name, ...edit } = input;
		expect(await faultOf(() => editWebhook(needs, actor, { name: "hook", ...edit }))).toMatchObject({
			details: { problem },
		});
		expect(
			await faultOf(() => createWebhook(needs, actor, { name: "hook", url: "https://example.com/" })),
		).toMatchObject({ code: "webhook-exists" });
	});

	it("are limited to fifty per account", async () => {
		const actor = await registry.newActor();
		for (let i = 0; i < 50; i++) await createWebhook(needs, actor, { name: `hook-${i}`, url: "https://example.com/" });
		expect(
			await faultOf(() => createWebhook(needs, actor, { name: "one-more", url: "https://example.com/" })),
		).toMatchObject({
			code: "webhook-invalid",
		});
		expect(await listWebhooks(needs, actor)).toHaveLength(50);
	});

	it("can be edited field by field, and the audit never contains the full address", async () => {
		const actor = await registry.newActor();
		const { webhook } = await createWebhook(needs, actor, {
			name: "hook",
			url: "https://example.com/secret-path",
			events: ["channel.moved"],
		});
		const changed = await editWebhook(needs, actor, { name: "hook", events: ["*", "channel.*"], description: "said" });
		expect(changed).toEqual({ ...webhook, events: ["*"], description: "said", updatedAt: changed.updatedAt });
		expect(await editWebhook(needs, actor, { name: "hook", events: ["*"] })).toEqual(changed);
		expect(await pauseWebhook(needs, actor, "hook")).toMatchObject({ active: false, pausedBecause: null });
		await pauseWebhook(needs, actor, "hook");
		await resumeWebhook(needs, actor, "hook");
		await removeWebhook(needs, actor, "hook");
		expect(await listWebhooks(needs, actor)).toEqual([]);
		const entries = (await needs.store.read.audit.list(actor.accountId, { limit: 10 })).toReversed();
		expect(entries.slice(1).map(({ act }) => act)).toEqual([
			"webhook.create",
			"webhook.edit",
			"webhook.pause",
			"webhook.resume",
			"webhook.remove",
		]);
		expect(entries[1]?.after).toEqual({ origin: "https://example.com", events: ["channel.moved"], description: "" });
		expect(JSON.stringify(entries)).not.toContain("secret-path");
	});

	const acts: Readonly<Record<string, (actor: Actor) => Promise<unknown>>> = {
		list: (actor) => listWebhooks(needs, actor),
		show: (actor) => getWebhook(needs, actor, "hook"),
		create: (actor) => createWebhook(needs, actor, { name: "new", url: "https://example.com/" }),
		edit: (actor) => editWebhook(needs, actor, { name: "hook", description: "x" }),
		pause: (actor) => pauseWebhook(needs, actor, "hook"),
		resume: (actor) => resumeWebhook(needs, actor, "hook"),
		rotate: (actor) => rotateWebhookSecret(needs, actor, "hook"),
		test: (actor) => testWebhook(needs, actor, "hook"),
		deliveries: (actor) => listDeliveries(needs, actor, { webhook: "hook", limit: 1 }),
		delivery: (actor) => getDelivery(needs, actor, { webhook: "hook", id: 1 }),
		redeliver: (actor) => redeliver(needs, actor, { webhook: "hook", id: 1 }),
		"redeliver-failed": (actor) => redeliverFailed(needs, actor, { webhook: "hook", since: begin }),
		remove: (actor) => removeWebhook(needs, actor, "hook"),
	};

	it.each(Object.keys(acts))("don't exist for others, nor without permission: %s", async (name) => {
		const act = acts[name] ?? (() => Promise.resolve());
		const on = await scene();
		expect(await faultOf(() => act(withRoles(on.actor, "writer")))).toMatchObject({ code: "permission-denied" });
		const stranger = await registry.newActor();
		if (name === "list") expect(await act(stranger)).toEqual([]);
		else if (name !== "create") expect(await faultOf(() => act(stranger))).toMatchObject({ code: "webhook-not-found" });
		const only = { id: 1, kind: "mci", name: "web" } as const;
		expect(await faultOf(() => act({ ...on.actor, only }))).toMatchObject({ code: "token-narrowed" });
		expect(await getWebhook(needs, on.actor, "hook")).toMatchObject({ description: "", active: true });
	});
});
