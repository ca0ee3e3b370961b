import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventListeners } from "../../src/main/event-listeners.ts";
import { dispatchEvents } from "../../src/registry/events/dispatch-events.ts";
import { openReceiver, type Receiver } from "../receiver.ts";
import {
	type Api,
	type Body,
	bodyOf,
	commit,
	engines,
	makeMci,
	problemIn,
	putImage,
	startApi,
	useApi,
} from "./start-api.ts";

describe.each(engines)("notifications over the API on %s", (engine) => {
	const api = useApi(engine);
	beforeAll(async () => {
		await makeMci(api, "web", { gcp: "web-1" });
		await commit(api, "web", "first");
		await putImage(api, "web", "gcp", "web-2");
		await commit(api, "web", "second");
		bodyOf(await api.ask({ method: "PUT", url: "/v1/mcis/web/channels/production", body: { to: "1" } }));
		await dispatchEvents(api.registry.needs, { limit: 1000, listeners: eventListeners });
	});

	const list = async (query = "", as = "reader"): Promise<Body> =>
		bodyOf(await api.ask({ url: `/v1/notifications${query}`, as }));

	it("are listed newest first, page by page", async () => {
		const first = await list("?limit=2");
		expect(first).toMatchObject({
			unread: 3,
			items: [
				{
					event: "channel.moved",
					title: "web@production points to 1",
					subject: { kind: "mci", name: "web" },
					details: { channel: "production", revision: 1 },
					readAt: null,
				},
				{ title: "web@2 is committed: second" },
			],
		});
		const second = await list(`?limit=2&cursor=${first.next}`);
		expect(second).toMatchObject({ next: null, items: [{ title: "web@1 is committed: first" }] });
		expect(bodyOf(await api.ask({ url: `/v1/notifications/${second.items[0].id}` }))).toEqual(second.items[0]);
		problemIn(await api.ask({ url: "/v1/notifications?cursor=x" }), 400, "cursor-invalid");
	});

	it.each([
		["?event=channel.*", 1],
		["?event=*", 3],
		["?kind=template", 0],
		["?kind=mci&event=component.committed", 2],
	])("are filtered by %s", async (query, count) => {
		expect((await list(query)).items).toHaveLength(count);
	});

	it("come one per line to a client that accepts JSON lines", async () => {
		const answer = await api.ask({ url: "/v1/notifications", headers: { accept: "application/x-ndjson" } });
		expect(answer.headers["content-type"]).toContain("application/x-ndjson");
		const lines = answer.body.trimEnd().split("\n");
		expect(lines.map((line) => JSON.parse(line))).toEqual((await list()).items);
	});

	it("are marked as read, which changes the list's ETag", async () => {
		const tag = String((await api.ask({ url: "/v1/notifications" })).headers["etag"]);
		expect((await api.ask({ url: "/v1/notifications", headers: { "if-none-match": tag } })).statusCode).toBe(304);
		const { items } = await list();
		const [newest, , oldest] = items;
		const mark = async (body: object) =>
			bodyOf(await api.ask({ method: "POST", url: "/v1/notifications/read", body, as: "reader" }));
		expect(await mark({ ids: [oldest.id, 999_999] })).toEqual({ marked: 1, unread: 2 });
		expect((await api.ask({ url: "/v1/notifications", headers: { "if-none-match": tag } })).statusCode).toBe(200);
		expect((await list("?unread=true")).items).toHaveLength(2);
		expect(await mark({ upTo: newest.id })).toEqual({ marked: 2, unread: 0 });
		expect(await mark({ upTo: newest.id })).toEqual({ marked: 0, unread: 0 });
		expect((await list()).items.every((one: Body) => one.readAt !== null)).toBe(true);
	});

	it.each([
		["/v1/notifications?event=channel", "event"],
		["/v1/notifications?limit=501", "limit"],
		["/v1/notifications?unread=yes", "unread"],
		["/v1/notifications/0", "id"],
	])("refuse %s", async (url, place) => {
		expect(problemIn(await api.ask({ url }), 400, "input-invalid").detail).toContain(place);
	});

	it.each([
		{},
		{ ids: [] },
		{ ids: [1], upTo: 1 },
		{ ids: [0] },
		{ upTo: "x" },
		{ ids: Array.from({ length: 501 }, (_, i) => i + 1) },
	])(
		"refuse to mark %j",
		async (body) =>
			void problemIn(await api.ask({ method: "POST", url: "/v1/notifications/read", body }), 400, "input-invalid"),
	);

	it("are not visible to another account", async () => {
		const other = await api.newToken("admin", "another");
		const [one] = (await list()).items;
		problemIn(await api.ask({ url: `/v1/notifications/${one.id}`, as: other }), 404, "notification-not-found");
		expect((await list("", other)).items.map(({ title }: Body) => title)).not.toContain(one.title);
	});
});

describe.each(engines)("webhooks over the API on %s", (engine) => {
	let api: Api;
	let receiver: Receiver;
	beforeAll(async () => {
		receiver = await openReceiver();
		api = await startApi(engine, { allowPrivateWebhooks: true });
	});
	afterAll(async () => {
		receiver.close();
		await api.close();
	});

	const ask = async (
		method: "GET" | "POST" | "PATCH" | "DELETE",
		path: string,
		body?: unknown,
		status = 200,
	): Promise<Body> => {
		const answer = await api.ask({ method, url: `/v1/webhooks${path}`, ...(body === undefined ? {} : { body }) });
		return status === 204 ? expect(answer.statusCode).toBe(204) : bodyOf(answer, status);
	};

	it("are created, tried, edited, paused and deleted", async () => {
		const answer = await api.ask({
			method: "POST",
			url: "/v1/webhooks",
			body: { name: "hook", url: receiver.url, events: ["channel.moved", "channel.*"] },
		});
		expect(answer.headers["cache-control"]).toBe("no-store");
		const { secret, ...made } = bodyOf(answer, 201);
		expect(secret).toMatch(/^whsec_/);
		expect(made).toMatchObject({
			name: "hook",
			url: receiver.url,
			events: ["channel.*"],
			active: true,
			description: "",
			failingSince: null,
		});
		expect(await ask("GET", "/hook")).toEqual(made);
		expect(await ask("GET", "")).toEqual({ items: [made] });
		problemIn(
			await api.ask({ method: "POST", url: "/v1/webhooks", body: { name: "hook", url: receiver.url } }),
			409,
			"webhook-exists",
		);
		expect(await ask("POST", "/hook/test")).toMatchObject({
			event: "webhook.ping",
			state: "delivered",
			notification: null,
			nextAt: null,
		});
		expect(await ask("PATCH", "/hook", { description: "said" })).toMatchObject({
			description: "said",
			events: ["channel.*"],
		});
		expect(await ask("POST", "/hook/pause")).toMatchObject({ active: false });
		expect(await ask("POST", "/hook/resume")).toMatchObject({ active: true });
		const rotated = await ask("POST", "/hook/rotate");
		expect(rotated.secret).not.toBe(secret);
		expect(rotated.previousSecretUntil).toEqual(expect.any(String));
		await ask("DELETE", "/hook", undefined, 204);
		problemIn(await api.ask({ url: "/v1/webhooks/hook" }), 404, "webhook-not-found");
	});

	it("have a log of deliveries, of which one or all failed ones are sent again", async () => {
		await ask("POST", "", { name: "log", url: receiver.url }, 201);
		await makeMci(api, "web", { gcp: "web-1" });
		await commit(api, "web", "first");
		await dispatchEvents(api.registry.needs, { limit: 1000, listeners: eventListeners });
		const [pending] = (await ask("GET", "/log/deliveries?state=pending")).items;
		expect(pending).toMatchObject({ event: "component.committed", tries: 0, last: null, nextAt: pending.createdAt });
		const whole = await ask("GET", `/log/deliveries/${pending.id}`);
		expect(JSON.parse(whole.body)).toMatchObject({
			type: "component.committed",
			data: { account: "default", title: "web@1 is committed: first" },
		});
		expect(await ask("POST", `/log/deliveries/${pending.id}/redeliver`)).toMatchObject({
			id: pending.id,
			state: "pending",
		});
		expect(await ask("POST", "/log/redeliver", { since: "2026-01-01T00:00:00+01:00" })).toEqual({ renewed: 0 });
		problemIn(await api.ask({ url: "/v1/webhooks/log/deliveries/999999" }), 404, "delivery-not-found");
		const other = await api.newToken("admin", "another");
		problemIn(await api.ask({ url: `/v1/webhooks/log/deliveries/${pending.id}`, as: other }), 404, "webhook-not-found");
	});

	it.each([
		[{ name: "x", url: "http://169.254.169.254/latest" }, "webhook-invalid"],
		[{ name: "x", url: "javascript:alert(1)" }, "webhook-invalid"],
		[{ name: "X", url: "https://example.com/" }, "webhook-invalid"],
		[{ name: "x", url: "https://example.com/", events: ["channel"] }, "input-invalid"],
		[{ name: "x", url: "https://example.com/", secret: "whsec_mine" }, "input-invalid"],
		[{ name: "x" }, "input-invalid"],
	] as const)("refuse %j", async (body, code) => {
		problemIn(await api.ask({ method: "POST", url: "/v1/webhooks", body }), 400, code);
	});

	it("refuse private addresses unless the server allows them", async () => {
		const careful = await api.second();
		try {
			const { detail } = problemIn(
				await careful.ask({ method: "POST", url: "/v1/webhooks", body: { name: "x", url: receiver.url } }),
				400,
				"webhook-invalid",
			);
			expect(detail).toContain("private, local or reserved");
		} finally {
			await careful.close();
		}
	});
});
