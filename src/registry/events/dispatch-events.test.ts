import { describe, expect, it } from "vitest";
import { componentsOf } from "../../../test/components.ts";
import { engines, faultOf, openRegistry, useRegistry, withRoles } from "../../../test/registries.ts";
import { eventListeners } from "../../main/event-listeners.ts";
import type { Actor } from "../actor.ts";
import { moveChannel } from "../channels/move-channel.ts";
import { setImageLifecycle } from "../images/set-image-lifecycle.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import { importLists } from "../upstreams/import-files.ts";
import { createWebhook } from "../webhooks/create-webhook.ts";
import type { NewNotification } from "./add-notifications.ts";
import { dispatchEvents } from "./dispatch-events.ts";
import type { EventListener } from "./event-listener.ts";
import { forgetEvents } from "./forget-events.ts";
import { countUnread, getNotification, listNotifications, pagesOfNotifications } from "./list-notifications.ts";
import { markNotificationsRead } from "./mark-notifications-read.ts";

const all = { limit: 10_000, listeners: eventListeners };

describe.each(engines)("the events of accounts on %s", (engine) => {
	const registry = useRegistry(engine);

	const told = async (actor: Actor) => (await listNotifications(registry.needs, actor, { limit: 1000 })).toReversed();
	const dispatch = (listeners: readonly EventListener[] = eventListeners) =>
		dispatchEvents(registry.needs, { ...all, listeners });

	/** A separate account with a history of two commits, dispatched. */
	async function accountWith(name: string): Promise<Actor> {
		const actor = await registry.newActor();
		await componentsOf(registry.needs, actor).history(name, `${name}-1`, `${name}-2`);
		await dispatch();
		return actor;
	}

	it("include each commit, move and withdrawal, with its audit entry", async () => {
		const { needs } = registry;
		const actor = await registry.newActor();
		const other = await registry.newActor();
		const make = componentsOf(needs, actor);
		await make.history("web", "ami-1", "ami-2");
		await moveChannel(needs, actor, { kind: "mci", name: "web", channel: "production", to: "1", reason: "first" });
		await setLifecycle(needs, actor, { kind: "mci", ref: "web@2", state: "revoked", reason: "CVE-2026-1" });
		await setImageLifecycle(needs, actor, { uid: "ami-1", state: "deprecated", reason: "old" });
		await importLists(needs, actor, {
			files: [{ path: "a.csv", bytes: Buffer.from("name,region,ami\nlisted,us-east-1,ami-00000009\n") }],
		});
		await dispatch();
		const list = await told(actor);
		expect(list.map(({ event, title }) => [event, title])).toEqual([
			["component.committed", "web@1 is committed: m"],
			["component.committed", "web@2 is committed: m"],
			["channel.moved", "web@production points to 1: first"],
			["revision.revoked", "web@2 is revoked: CVE-2026-1"],
			["image.deprecated", "Image ami-1 in gcp is deprecated: old"],
			["component.committed", "listed@1 is committed from a.csv"],
		]);
		for (const one of list) {
			expect(await needs.store.read.audit.find(actor.accountId, one.auditSeq ?? 0)).toMatchObject({
				at: one.at,
				subjectName: one.subject.name,
			});
		}
		expect(await told(other)).toEqual([]);
		expect(await dispatch()).toEqual({ entries: 0, notifications: 0, problems: [] });
	});

	it("are dispatched once, however many dispatch at the same time", async () => {
		const actor = await registry.newActor();
		const make = componentsOf(registry.needs, actor);
		await make.mci("busy");
		const others = [registry.needs, await registry.second(), await registry.second()];
		for (let round = 0; round < 4; round++) {
			const working = (async () => {
				for (let i = 0; i < 5; i++) {
					await make.put("busy", `busy-${round}-${i}`);
					await make.commit("mci", "busy");
				}
			})();
			const dispatching = others.map(async (needs) => {
				for (let i = 0; i < 10; i++) await dispatchEvents(needs, { limit: 3, listeners: eventListeners });
			});
			await Promise.all([working, ...dispatching]);
		}
		await dispatch();
		const list = await told(actor);
		expect(list.map(({ details }) => details["revision"])).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
		expect(new Set(list.map(({ auditSeq }) => auditSeq)).size).toBe(20);
		expect(new Set(list.map(({ messageId }) => messageId)).size).toBe(20);
	});

	it("become a delivery for each matching webhook", async () => {
		const { needs } = registry;
		const actor = await registry.newActor();
		const make = componentsOf(needs, actor);
		const url = "https://example.com/";
		const webhooks = [
			(await createWebhook(needs, actor, { name: "all", url })).webhook,
			(await createWebhook(needs, actor, { name: "channels", url, events: ["channel.*", "drift.found"] })).webhook,
			(await createWebhook(needs, actor, { name: "drift", url, events: ["drift.found"] })).webhook,
		];
		await make.history("web", "ami-1");
		await moveChannel(needs, actor, { kind: "mci", name: "web", channel: "production", to: "1" });
		await dispatch();
		const [commit, move] = await told(actor);
		const deliveries = await Promise.all(
			webhooks.map(({ id }) => needs.store.read.deliveries.list({ webhookId: id, limit: 10 })),
		);
		expect(
			deliveries.map((list) => list.map(({ messageId, notificationId, state }) => [messageId, notificationId, state])),
		).toEqual([
			[
				[move?.messageId, move?.id, "pending"],
				[commit?.messageId, commit?.id, "pending"],
			],
			[[move?.messageId, move?.id, "pending"]],
			[],
		]);
	});

	const listening: (to: () => Actor) => EventListener = (to) => async (_needs, _reads, entry) => {
		if (entry.act !== "mci.commit") return {};
		const subject = { kind: "mci", id: null, name: entry.subjectName };
		const title = `${entry.subjectName} has a new revision`;
		const notification: NewNotification = {
			...{
				accountId: to().accountId,
				at: entry.at,
				auditSeq: null,
				event: "update.available",
				subject,
				title,
				details: {},
			},
		};
		return {
			notifications: [notification],
			jobs: [{ kind: "k", key: `k ${entry.seq}`, payload: { seq: entry.seq }, runAt: entry.at }],
		};
	};

	it("include those that listeners add for other accounts, with their jobs", async () => {
		const { needs } = registry;
		const [publisher, follower] = [await registry.newActor(), await registry.newActor()];
		await dispatch();
		await componentsOf(needs, publisher).history("shared", "ami-1");
		await dispatch([listening(() => follower)]);
		expect((await told(follower)).map(({ event, title, auditSeq }) => [event, title, auditSeq])).toEqual([
			["update.available", "shared has a new revision", null],
		]);
		const [commit] = await told(publisher);
		expect(await needs.store.read.jobs.find(`k ${commit?.auditSeq}`)).toMatchObject({
			kind: "k",
			payload: { seq: commit?.auditSeq },
		});
	});

	it("continue after an entry at which a listener fails, which all other listeners still receive", async () => {
		const { needs } = registry;
		const [publisher, follower] = [await registry.newActor(), await registry.newActor()];
		await dispatch();
		await componentsOf(needs, publisher).history("shared", "ami-1", "ami-2", "ami-3");
		const broken: EventListener = async (_needs, reads, entry) => {
			if (entry.act === "mci.commit" && (entry.after as { revision: number }).revision === 2)
				await reads.accounts.get(-1);
			return {};
		};
		const { problems } = await dispatch([listening(() => follower), broken]);
		const seqs = (await told(publisher)).map(({ auditSeq }) => auditSeq);
		expect(seqs).toHaveLength(3);
		expect(problems.map(({ seq }) => seq)).toEqual([seqs[1]]);
		expect(await told(follower)).toHaveLength(3);
	});

	it("are read page by page and filtered, only by their own account", async () => {
		const { needs } = registry;
		const actor = await accountWith("paged");
		await moveChannel(needs, actor, { kind: "mci", name: "paged", channel: "production", to: "1" });
		await dispatch();
		const [first, second, third] = await told(actor);
		const ids = async (filter: object) =>
			(await listNotifications(needs, actor, { limit: 10, ...filter })).map((one) => one.id);
		expect(await ids({ event: "channel.*" })).toEqual([third?.id]);
		expect(await ids({ limit: 1, after: third?.id })).toEqual([second?.id]);
		const lines = [];
		for await (const page of pagesOfNotifications(needs, actor, { limit: 2 })) lines.push(...page);
		expect(lines.map((one) => one.id)).toEqual([third?.id, second?.id]);
		expect(await getNotification(needs, actor, first?.id ?? 0)).toEqual(first);
		const stranger = await registry.newActor();
		expect(await faultOf(() => getNotification(needs, stranger, first?.id ?? 0))).toMatchObject({
			code: "notification-not-found",
		});
		const nobody = { ...withRoles(actor, "reader"), may: new Set<never>() };
		expect(await faultOf(() => listNotifications(needs, nobody, { limit: 1 }))).toMatchObject({
			code: "permission-denied",
		});
	});

	it("are marked as read for the whole account, without those that arrived since", async () => {
		const { needs } = registry;
		const actor = await accountWith("marked");
		const [first, second] = await told(actor);
		const stranger = await registry.newActor();
		expect(await markNotificationsRead(needs, stranger, { ids: [first?.id ?? 0] })).toBe(0);
		expect(await markNotificationsRead(needs, actor, { ids: [] })).toBe(0);
		expect(await markNotificationsRead(needs, withRoles(actor, "reader"), { ids: [first?.id ?? 0] })).toBe(1);
		expect(await countUnread(needs, actor)).toBe(1);
		const before = await needs.store.generation();
		await componentsOf(needs, actor).put("marked", "ami-3");
		await componentsOf(needs, actor).commit("mci", "marked");
		await dispatch();
		expect(await markNotificationsRead(needs, actor, { upTo: second?.id ?? 0 })).toBe(1);
		expect((await listNotifications(needs, actor, { unread: true, limit: 10 })).map(({ title }) => title)).toEqual([
			"marked@3 is committed: m",
		]);
		expect(await needs.store.generation(), "lists are asked again").toBeGreaterThan(before);
	});
});

describe.each(engines)("cleanup on %s", (engine) => {
	it("deletes notifications older than 90 days with their deliveries, up to a limit, and keeps the rest", async () => {
		const registry = await openRegistry(engine);
		try {
			const { needs } = registry;
			const actor = await registry.newActor();
			const { webhook } = await createWebhook(needs, actor, { name: "hook", url: "https://example.com/" });
			const make = componentsOf(needs, actor);
			registry.setClock("2026-01-01T00:00:00.000Z");
			await make.history("web", "ami-1", "ami-2");
			await dispatchEvents(needs, all);
			registry.setClock("2026-03-01T00:00:00.000Z");
			await make.put("web", "ami-3");
			await make.commit("mci", "web");
			await dispatchEvents(needs, all);
			registry.setClock("2026-04-01T00:00:00.000Z");
			expect(await forgetEvents(needs, { limit: 100 })).toEqual({ notifications: 0, deliveries: 0 });
			registry.setClock("2026-04-01T00:00:00.001Z");
			expect(await forgetEvents(needs, { limit: 100 })).toEqual({ notifications: 2, deliveries: 0 });
			expect((await listNotifications(needs, actor, { limit: 10 })).map(({ title }) => title)).toEqual([
				"web@3 is committed: m",
			]);
			expect(await needs.store.read.deliveries.list({ webhookId: webhook.id, limit: 10 })).toHaveLength(1);
			await needs.store.keep((tx) =>
				tx.deliveries.insert({
					webhookId: webhook.id,
					notificationId: null,
					messageId: "m",
					event: "webhook.ping",
					createdAt: needs.now(),
				}),
			);
			registry.setClock("2026-06-01T00:00:00.000Z");
			expect(await forgetEvents(needs, { limit: 100 })).toEqual({ notifications: 1, deliveries: 0 });
			registry.setClock("2027-01-01T00:00:00.000Z");
			expect(await forgetEvents(needs, { limit: 100 })).toEqual({ notifications: 0, deliveries: 1 });
			expect(await forgetEvents(needs, { limit: 100 })).toEqual({ notifications: 0, deliveries: 0 });
		} finally {
			await registry.close();
		}
	});
});
