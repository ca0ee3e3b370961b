import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenedStore } from "./store.contract.ts";
import type { NewDelivery, Store, StoredNotification, StoredWebhook, TakenDelivery } from "./store.ts";

const at = "2026-01-01T00:00:00.000Z";
const later = "2026-01-01T00:10:00.000Z";
const muchLater = "2026-01-02T00:00:00.000Z";

/** The contract of every store for notifications, webhooks, deliveries and jobs. */
export function eventsContract(name: string, open: () => Promise<OpenedStore>): void {
	describe(`the events of accounts, on ${name}`, () => {
		let opened: OpenedStore;
		let store: Store;
		let other: Store;
		let made = 0;

		beforeAll(async () => {
			opened = await open();
			store = opened.store;
			other = (await opened.reopen?.()) ?? store;
		});
		afterAll(async () => {
			await other.close();
			await opened.close();
		});

		const fresh = (word: string) => `${word}-${++made}`;

		async function newAccount(): Promise<number> {
			return store.keep(async (tx) => (await tx.accounts.ensure(fresh("account"), at)).id);
		}

		function notify(accountId: number, more: Partial<StoredNotification> = {}): Promise<number> {
			const subject = { kind: "mci", id: 1, name: "web" };
			const messageId = fresh("msg");
			const told = {
				accountId,
				messageId,
				at,
				event: "channel.moved",
				auditSeq: null,
				subject,
				title: "t",
				details: { a: 1 },
				...more,
			} as const;
			return store.keep(async (tx) => (await tx.notifications.insert([told])).get(messageId) ?? 0);
		}

		async function newWebhook(accountId: number, events: readonly string[] = ["*"]): Promise<StoredWebhook> {
			const words = {
				uid: fresh("uid"),
				name: fresh("hook"),
				description: "",
				url: "https://example.com/",
				secret: "sealed",
			};
			await store.keep((tx) => tx.webhooks.insert({ ...words, accountId, events, createdAt: at }));
			const webhook = await store.read.webhooks.find(accountId, words.name);
			if (!webhook) throw new Error("it was made");
			return webhook;
		}

		function deliver(webhook: StoredWebhook, count: number, more: Partial<NewDelivery> = {}): Promise<void> {
			const rows = Array.from({ length: count }, () => ({
				webhookId: webhook.id,
				notificationId: null,
				messageId: fresh("msg"),
			}));
			return store.keep((tx) =>
				tx.deliveries.insertMany(rows.map((row) => ({ ...row, event: "channel.moved", createdAt: at, ...more }))),
			);
		}

		const claim = { now: at, until: later, limit: 100, perWebhook: 100, perAccount: 100 };
		const take = (more: Partial<typeof claim> = {}, from = store) =>
			from.keep((tx) => tx.deliveries.claim({ ...claim, ...more }));
		/** Leases only the deliveries of one webhook, because other tests have theirs. */
		const takeOf = async (webhook: StoredWebhook, more: Partial<typeof claim> = {}) =>
			(await take(more)).filter((taken) => taken.webhook.id === webhook.id);
		const done = (taken: TakenDelivery) =>
			store.keep((tx) =>
				tx.deliveries.endTry(taken.delivery, {
					state: "delivered",
					nextAt: at,
					last: { at, tookMs: 5, status: 204, problem: null, answer: "" },
				}),
			);

		it("lists notifications newest first, page by page, with filters", async () => {
			const accountId = await newAccount();
			const subject = { kind: "image", id: null, name: "ami-ä\ud800" };
			const first = await notify(accountId);
			const second = await notify(accountId, {
				event: "image.revoked",
				subject,
				details: { list: [1, null, "ü"] },
				auditSeq: 7,
			});
			const third = await notify(accountId, { event: "image.deprecated", subject });
			await notify(await newAccount());
			const ids = async (filter: object) =>
				(await store.read.notifications.list({ accountId, limit: 10, ...filter })).map((one) => one.id);
			expect(await ids({})).toEqual([third, second, first]);
			expect(await ids({ limit: 2 })).toEqual([third, second]);
			expect(await ids({ limit: 2, after: second })).toEqual([first]);
			expect(await ids({ event: "image.*" })).toEqual([third, second]);
			expect(await ids({ event: "image.revoked" })).toEqual([second]);
			expect(await ids({ subjectKind: "mci" })).toEqual([first]);
			expect(await store.read.notifications.find(accountId, second)).toMatchObject({
				auditSeq: 7,
				readAt: null,
				subject: { kind: "image", id: null, name: "ami-ä\ufffd" },
				details: { list: [1, null, "ü"] },
			});
			expect(await store.read.notifications.find(accountId + 1_000_000, second)).toBeUndefined();
		});

		it("marks notifications as read once, and counts unread ones up to a limit", async () => {
			const accountId = await newAccount();
			const ids = [await notify(accountId), await notify(accountId), await notify(accountId), await notify(accountId)];
			const [first = 0, second = 0, third = 0] = ids;
			const mark = (which: readonly number[] | number, of = accountId) =>
				store.keep((tx) =>
					tx.notifications.markRead(of, typeof which === "number" ? { upTo: which } : { ids: which }, later),
				);
			expect(await mark([second], accountId + 1_000_000)).toBe(0);
			expect(await mark([second, second])).toBe(1);
			expect(await mark([second])).toBe(0);
			expect(await mark(third)).toBe(2);
			expect(await store.read.notifications.countUnread(accountId, 10)).toBe(1);
			expect(
				(await store.read.notifications.list({ accountId, unread: true, limit: 10 })).map((one) => one.id),
			).toEqual(ids.slice(3));
			expect((await store.read.notifications.find(accountId, first))?.readAt).toBe(later);
			await notify(accountId);
			await notify(accountId);
			expect(await store.read.notifications.countUnread(accountId, 2)).toBe(2);
		});

		it("deletes notifications with their deliveries", async () => {
			const accountId = await newAccount();
			const webhook = await newWebhook(accountId);
			const [old, young] = [await notify(accountId), await notify(accountId, { at: later })];
			for (const notificationId of [old, young]) await deliver(webhook, 2, { notificationId });
			expect(await store.read.notifications.listOldest(1000)).toContainEqual({ id: old, at });
			await store.keep((tx) => tx.notifications.removeUpTo(old));
			expect((await store.read.notifications.list({ accountId, limit: 10 })).map((one) => one.id)).toEqual([young]);
			const left = await store.read.deliveries.list({ webhookId: webhook.id, limit: 10 });
			expect(left.map((one) => one.notificationId)).toEqual([young, young]);
			const [newest] = left;
			await store.keep((tx) => tx.deliveries.removeUpTo(newest?.id ?? 0));
			expect(await store.read.deliveries.list({ webhookId: webhook.id, limit: 10 })).toEqual([]);
		});

		it("stores webhooks by name per account, and changes the named fields", async () => {
			const accountId = await newAccount();
			const webhook = await newWebhook(accountId, ["channel.*"]);
			expect(webhook).toMatchObject({
				active: true,
				events: ["channel.*"],
				previousSecret: null,
				pausedBecause: null,
				failingSince: null,
			});
			expect(await store.read.webhooks.find(accountId + 1_000_000, webhook.name)).toBeUndefined();
			expect(await store.read.webhooks.listActive([accountId])).toEqual([
				{ id: webhook.id, accountId, events: ["channel.*"] },
			]);
			const changed = {
				url: "https://example.org/",
				previousSecret: { secret: "old", until: later },
				active: false,
				pausedBecause: "gone",
			};
			await store.keep((tx) => tx.webhooks.change(webhook.id, changed, later));
			expect(await store.read.webhooks.find(accountId, webhook.name)).toEqual({
				...webhook,
				...changed,
				updatedAt: later,
			});
			expect(await store.read.webhooks.listActive([accountId])).toEqual([]);
			await store.keep((tx) =>
				tx.webhooks.change(webhook.id, { previousSecret: null, active: true, pausedBecause: null, failingSince: at }),
			);
			expect(await store.read.webhooks.list(accountId)).toEqual([
				{ ...webhook, url: changed.url, failingSince: at, updatedAt: later },
			]);
			await deliver(webhook, 3);
			await store.keep((tx) => tx.webhooks.remove(webhook.id));
			expect(await store.read.webhooks.list(accountId)).toEqual([]);
			expect(await store.read.deliveries.list({ webhookId: webhook.id, limit: 10 })).toEqual([]);
		});

		it("leases due deliveries to one worker, and again when the lease is over", async () => {
			const webhook = await newWebhook(await newAccount());
			await deliver(webhook, 2);
			await deliver(webhook, 1, { nextAt: muchLater });
			expect(await store.read.deliveries.hasDue(at)).toBe(true);
			const taken = await takeOf(webhook);
			expect(taken.map(({ delivery }) => delivery.tries)).toEqual([1, 1]);
			expect(await takeOf(webhook)).toEqual([]);
			expect((await store.read.webhooks.find(webhook.accountId, webhook.name))?.lastTryAt).toBe(at);
			const again = await takeOf(webhook, { now: later, until: muchLater });
			expect(again.map(({ delivery }) => [delivery.id, delivery.tries])).toEqual(
				taken.map(({ delivery }) => [delivery.id, 2]),
			);
			const [stale] = taken;
			const [first, second] = again;
			expect(stale && (await done(stale)), "whoever was too slow changes nothing").toBe(false);
			expect(first && (await done(first))).toBe(true);
			expect(first && (await store.read.deliveries.find(webhook.id, first.delivery.id))).toMatchObject({
				state: "delivered",
				last: { at, tookMs: 5, status: 204, problem: null, answer: "" },
			});
			if (second) await store.keep((tx) => tx.deliveries.giveBack(second.delivery));
			const [back] = await takeOf(webhook, { now: later, until: muchLater });
			expect([back?.delivery.id, back?.delivery.tries]).toEqual([second?.delivery.id, 2]);
			if (back) await done(back);
			expect(
				(await takeOf(webhook, { now: muchLater, until: "2026-01-03" })).map(({ delivery }) => delivery.nextAt),
			).toEqual([muchLater]);
		});

		it("gives no webhook and no account more than its share, and nothing that is paused", async () => {
			const [one, two] = [await newAccount(), await newAccount()];
			const [a, b, c, paused] = [
				await newWebhook(one),
				await newWebhook(one),
				await newWebhook(two),
				await newWebhook(two),
			];
			for (const webhook of [a, b, c, paused]) await deliver(webhook, 5);
			await store.keep((tx) => tx.webhooks.change(paused.id, { active: false }));
			const share = { perWebhook: 2, perAccount: 3 };
			const counted = (taken: readonly TakenDelivery[]) =>
				[a, b, c, paused].map(({ id }) => taken.filter(({ webhook }) => webhook.id === id).length);
			const first = await take(share);
			expect(counted(first).slice(0, 2).toSorted()).toEqual([1, 2]);
			expect(counted(first).slice(2)).toEqual([2, 0]);
			expect(counted(await take(share))).toEqual([0, 0, 0, 0]);
			for (const taken of first) await done(taken);
			expect((await take({ ...share, limit: 4 })).length).toBe(4);
			for (const taken of await take({ now: later, until: muchLater })) await done(taken);
		});

		it("leases each delivery once among many concurrent workers", async () => {
			const accountId = await newAccount();
			const webhooks = [await newWebhook(accountId), await newWebhook(accountId), await newWebhook(accountId)];
			for (const webhook of webhooks) await deliver(webhook, 20);
			const rounds = await Promise.all(Array.from({ length: 8 }, (_, i) => take({ limit: 15 }, i % 2 ? store : other)));
			const mine = new Set(webhooks.map(({ id }) => id));
			const ids = rounds.flat().flatMap(({ delivery }) => (mine.has(delivery.webhookId) ? [delivery.id] : []));
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids.length).toBeGreaterThanOrEqual(15);
		});

		it("restarts finished and abandoned deliveries, and none in progress", async () => {
			const webhook = await newWebhook(await newAccount());
			await deliver(webhook, 2);
			const last = { at, tookMs: 1, status: null, problem: "nothing listens there", answer: null };
			for (const { delivery } of await takeOf(webhook))
				await store.keep((tx) => tx.deliveries.endTry(delivery, { state: "failed", nextAt: at, last }));
			await deliver(webhook, 1);
			const failed = await store.read.deliveries.list({ webhookId: webhook.id, state: "failed", limit: 5 });
			expect(failed.map((one) => one.last)).toEqual([last, last]);
			const renewFailed = (since: string, limit: number) =>
				store.keep((tx) => tx.deliveries.renewFailed(webhook.id, since, { limit, now: later }));
			expect([
				await renewFailed(later, 10),
				await renewFailed(at, 1),
				await renewFailed(at, 10),
				await renewFailed(at, 10),
			]).toEqual([0, 1, 1, 0]);
			const again = await takeOf(webhook, { now: later, until: muchLater });
			expect(again.map(({ delivery }) => [delivery.tries, delivery.nextAt]).slice(0, 2)).toEqual([
				[1, later],
				[1, later],
			]);
			const [first, second] = again;
			if (first) await done(first);
			const renew = (taken: TakenDelivery | undefined) =>
				store.keep((tx) => tx.deliveries.renew(taken?.delivery.id ?? 0, later));
			expect([await renew(first), await renew(second)]).toEqual([true, false]);
			expect((await store.read.deliveries.find(webhook.id, first?.delivery.id ?? 0))?.state).toBe("pending");
		});

		it("has one job per key, which runs at the earliest time with the newest payload", async () => {
			const key = fresh("job");
			const put = (runAt: string, payload: unknown, from = at) =>
				store.keep((tx) => tx.jobs.put({ kind: key, key, runAt, payload }, from));
			await put(muchLater, 1);
			await put(later, 2);
			await put(muchLater, 3);
			expect(await store.read.jobs.find(key)).toMatchObject({ runAt: later, payload: 3, tries: 0, problem: null });
			expect(await store.read.jobs.hasDue([key], at)).toBe(false);
			expect(await store.read.jobs.hasDue([key], later)).toBe(true);
			expect(await store.read.jobs.hasDue([], later)).toBe(false);
		});

		it("leases a job to one worker, and keeps one that is put meanwhile", async () => {
			const key = fresh("job");
			const put = (payload: unknown, from: string) =>
				store.keep((tx) => tx.jobs.put({ kind: key, key, runAt: from, payload }, from));
			const takeJobs = (now: string, until: string, from = store) =>
				from.keep((tx) => tx.jobs.claim({ kinds: [key], now, until, limit: 5 }));
			await put(1, at);
			const taken = (await Promise.all([takeJobs(at, later), takeJobs(at, later, other)])).flat();
			expect(taken.map(({ payload, tries }) => [payload, tries])).toEqual([[1, 1]]);
			const [job] = taken;
			if (!job) throw new Error("it was taken");
			await put(2, "2026-01-01T00:05:00.000Z");
			await store.keep((tx) => tx.jobs.endTry(job, { again: null, tries: 0, problem: null }));
			const [second] = await takeJobs("2026-01-01T00:06:00.000Z", later);
			expect([second?.payload, second?.tries]).toEqual([2, 1]);
			if (second) await store.keep((tx) => tx.jobs.endTry(second, { again: muchLater, tries: 1, problem: "broken" }));
			expect(await takeJobs(later, muchLater)).toEqual([]);
			expect(await store.read.jobs.find(key)).toMatchObject({ runAt: muchLater, tries: 1, problem: "broken" });
			const [third] = await takeJobs(muchLater, "2026-01-03");
			expect(third?.tries).toBe(2);
			if (third) await store.keep((tx) => tx.jobs.endTry(third, { again: null, tries: 0, problem: null }));
			expect(await store.read.jobs.find(key)).toBeUndefined();
			await put(4, at);
			await store.keep((tx) => tx.jobs.remove(key));
			expect(await store.read.jobs.find(key)).toBeUndefined();
		});

		it("leases the cursor to one worker at a time, from where the previous one left it", async () => {
			const { newest } = await store.read.events.getBacklog();
			const begin = await store.keep((tx) => tx.events.lockCursor());
			const step = (from: Store) =>
				from.keep(async (tx) => {
					const seq = await tx.events.lockCursor();
					await tx.events.moveCursor(seq + 1);
					return seq;
				});
			const seen = await Promise.all(Array.from({ length: 10 }, (_, i) => step(i % 2 ? store : other)));
			expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, i) => begin + i));
			expect(await store.read.events.getBacklog()).toEqual({ dispatched: begin + 10, newest });
		});
	});
}
