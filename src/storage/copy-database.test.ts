import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines, faultOf, newLocation, openRegistry, type TestRegistry } from "../../test/registries.ts";
import { eventListeners } from "../main/event-listeners.ts";
import { verifyAudit } from "../registry/audit/verify-audit.ts";
import { createComponent } from "../registry/components/create-component.ts";
import { dispatchEvents } from "../registry/events/dispatch-events.ts";
import { putSetting } from "../registry/mcis/put-setting.ts";
import { commitRevision } from "../registry/revisions/commit-revision.ts";
import { createWebhook } from "../registry/webhooks/create-webhook.ts";
import { copyDatabase } from "./copy-database.ts";
import { openStore } from "./open-store.ts";

const ping = { notificationId: null, messageId: "m", event: "webhook.ping", createdAt: "2026-01-01T00:00:00.000Z" };

describe.each(engines)("a registry copied from %s", (from) => {
	let source: TestRegistry;

	beforeAll(async () => {
		source = await openRegistry(from);
	});
	afterAll(() => source.close());

	it.each(engines)("to %s is complete, and can be used", async (to) => {
		const actor = await source.newActor();
		await createComponent(source.needs, actor, { kind: "mci", name: "web" });
		await putSetting(source.needs, actor, {
			name: "web",
			expected: null,
			cloud: "gcp",
			setting: { image: { uid: "ami-ä" } },
		});
		await commitRevision(source.needs, actor, { kind: "mci", name: "web", expected: null, message: "first" });
		const { webhook } = await createWebhook(source.needs, actor, { name: `hook-${to}`, url: "https://example.com/" });
		await dispatchEvents(source.needs, { limit: 1000, listeners: eventListeners });
		await source.needs.store.keep((tx) => tx.deliveries.insert({ ...ping, webhookId: webhook.id }));
		await source.needs.store.keep((tx) =>
			tx.jobs.put({ kind: "k", key: "k", payload: { a: 1 }, runAt: ping.createdAt }, ping.createdAt),
		);
		const { location, remove } = await newLocation(to);
		await copyDatabase(source.location, location, () => undefined);
		const copy = await openStore(location);
		try {
			const cell = (store: typeof copy) => store.findCell(actor.accountId, { name: "web", revision: 1, cloud: "gcp" });
			expect(await cell(copy)).toEqual(await cell(source.needs.store));
			expect(await copy.read.audit.list(actor.accountId, { limit: 100 })).toEqual(
				await source.needs.store.read.audit.list(actor.accountId, { limit: 100 }),
			);
			const told = (store: typeof copy) => store.read.notifications.list({ accountId: actor.accountId, limit: 10 });
			expect(await told(copy)).toEqual(await told(source.needs.store));
			expect(await copy.read.events.getBacklog()).toEqual(await source.needs.store.read.events.getBacklog());
			expect(await copy.read.webhooks.list(actor.accountId)).toEqual([webhook]);
			const deliveries = (store: typeof copy) => store.read.deliveries.list({ webhookId: webhook.id, limit: 5 });
			expect(await deliveries(copy)).toEqual(await deliveries(source.needs.store));
			expect((await deliveries(copy)).map(({ event }) => event)).toEqual(["webhook.ping", "component.committed"]);
			expect(await copy.read.jobs.find("k")).toMatchObject({ payload: { a: 1 } });
			expect(await verifyAudit({ ...source.needs, store: copy }, actor, {})).toEqual(
				await verifyAudit(source.needs, actor, {}),
			);
			expect(await copy.generation()).toBe(await source.needs.store.generation());
			expect(
				await copy.read.images.search({ accountId: actor.accountId, text: "ami-ä", sort: "newest", limit: 5 }),
			).toHaveLength(1);
			const needs = { ...source.needs, store: copy };
			await putSetting(needs, actor, {
				name: "web",
				expected: null,
				cloud: "azure",
				setting: { image: { uid: "ami-new" } },
			});
			expect(
				(await commitRevision(needs, actor, { kind: "mci", name: "web", expected: null, message: "second" })).revision
					.number,
			).toBe(2);
			expect(await verifyAudit(needs, actor, {})).toMatchObject({ broken: null });
			expect(
				(await dispatchEvents(needs, { limit: 1000, listeners: eventListeners })).notifications,
				"what was told is not told again",
			).toBe(1);
			expect(await faultOf(() => copyDatabase(source.location, location, () => undefined))).toMatchObject({
				code: "database-not-empty",
			});
		} finally {
			await copy.close();
			await remove();
		}
	});
});
