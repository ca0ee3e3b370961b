import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runBackground } from "../src/main/run-background.ts";
import { openCli, type RunLine } from "./cli-harness.ts";
import { openReceiver, type Receiver } from "./receiver.ts";

const { ok, json, run, newRegistry, close } = openCli();
let receiver: Receiver;
let mci: RunLine;

/** Each command opens and closes the registry, as a process does: its events are dispatched then. */
beforeAll(async () => {
	receiver = await openReceiver();
	mci = newRegistry();
	for (const line of [
		"create web",
		"set web gcp=web-1",
		"commit web -m first",
		"set web gcp=web-2",
		"commit web -m second",
	])
		await ok(mci(line));
	await ok(mci("channel set web production 1"));
});
afterAll(() => {
	receiver.close();
	close();
});

/** Runs background work on the registry of a line. */
const world = { runBackground };

describe("mci notification", () => {
	it("lists notifications, newest first, also by its other names", async () => {
		const listed = await ok(mci("notification"));
		expect(listed.split("\n").map((line) => line.replace(/ {2,}/g, "|").split("|").slice(2, 4).join(" "))).toEqual([
			"EVENT WHAT",
			"channel.moved web@production points to 1",
			"component.committed web@2 is committed: second",
			"component.committed web@1 is committed: first",
			"",
		]);
		for (const line of ["notifications", "notification list", "notifications list --limit 50"])
			expect(await ok(mci(line))).toBe(listed);
		expect((await mci("notification")).err).toBe("3 unread; `mci notification read --all` marks them as read.\n");
	});

	it("filters notifications", async () => {
		expect((await json(mci("notification --event component.* --limit 1 --json"))).items).toMatchObject([
			{ title: "web@2 is committed: second" },
		]);
		expect(await mci("notification --kind template")).toMatchObject({ exit: 0, out: "", err: "Nothing found.\n" });
		const lines = (await ok(mci("notification --jsonl"))).trimEnd().split("\n");
		expect(lines.map((line) => JSON.parse(line).event)).toEqual([
			"channel.moved",
			"component.committed",
			"component.committed",
		]);
		expect(await mci("notification --event nothing")).toMatchObject({ exit: 2 });
		expect(await mci("notification --json --jsonl")).toMatchObject({ exit: 2 });
	});

	it("shows one notification in full", async () => {
		const [{ id }] = (await json(mci("notification --limit 1 --json"))).items;
		const shown = await ok(mci(`notification show ${id}`));
		for (const part of ["channel.moved", "web@production points to 1", "mci web", "production", "audit entry"])
			expect(shown).toContain(part);
		expect(await json(mci(`notification show ${id} --json`))).toMatchObject({ id, details: { channel: "production" } });
		expect(await mci("notification show 999999")).toMatchObject({ exit: 3 });
		expect(await mci("notification show x")).toMatchObject({ exit: 2 });
	});

	it("marks the named ones as read, or all", async () => {
		const [, , oldest] = (await json(mci("notification --json"))).items;
		expect(await ok(mci(`notification read ${oldest.id} 999999`))).toBe("1 marked as read, 2 unread.\n");
		expect((await json(mci("notification --unread --json"))).items).toHaveLength(2);
		expect(await ok(mci("notification read --all"))).toBe("2 marked as read, 0 unread.\n");
		expect(await mci("notification --unread")).toMatchObject({ out: "", err: "Nothing unread.\n" });
		for (const line of ["notification read", "notification read --all 1", "notification read x"])
			expect(await mci(line)).toMatchObject({ exit: 2 });
	});
});

describe("mci webhook", () => {
	it("creates, shows, edits and deletes webhooks", async () => {
		expect(await mci("webhook list")).toMatchObject({
			out: "",
			err: "No webhooks. `mci webhook create NAME URL` creates one.\n",
		});
		const made = await mci([
			"webhook",
			"create",
			"hook",
			receiver.url,
			"--events",
			"channel.moved, revision.*",
			"--description",
			"for the test",
		]);
		expect(made.out).toMatch(/^whsec_\S+\n$/);
		expect(made.err).toContain("shown only once");
		const shown = await ok(mci("webhook show hook"));
		for (const part of [receiver.url, "channel.moved, revision.*", "for the test", "active"])
			expect(shown).toContain(part);
		expect(await ok(mci("webhook edit hook --events * --description other"))).toBe(`hook: * to ${receiver.url}\n`);
		expect(await ok(mci("webhook pause hook"))).toBe("hook: paused\n");
		expect(await ok(mci("webhook resume hook"))).toBe("hook: active\n");
		expect((await mci("webhook rotate hook")).out).toMatch(/^whsec_\S+\n$/);
		expect(await ok(mci("webhook list"))).toContain(receiver.url);
		expect(await mci("webhook remove hook")).toMatchObject({ exit: 2 });
		const terminal = { columns: 80, world: { stdin: Object.assign(Readable.from(["n\n"]), { isTTY: true }) } };
		expect(await mci("webhook remove hook", terminal)).toMatchObject({
			exit: 0,
			err: expect.stringContaining("Nothing was changed."),
		});
		expect(await ok(mci("webhook remove hook --yes"))).toBe("hook: removed\n");
		expect(await mci("webhook show hook")).toMatchObject({ exit: 3 });
	});

	it.each([
		["webhook create x ftp://example.com", 2],
		["webhook create x http://169.254.169.254/", 2],
		["webhook create x https://example.com/ --events channel", 2],
		["webhook edit x", 2],
		["webhook edit x --description y", 3],
		["webhook redeliver x", 2],
		["webhook redeliver x 1 --failed-since 1d", 2],
		["webhook redeliver x 1", 3],
		["webhook deliveries x --state gone", 2],
		["webhook delivery x y", 2],
	])("refuses: %s", async (line, exit) => expect((await mci(line)).exit).toBe(exit));

	it("tries a webhook, and reports whether the receiver accepted it", async () => {
		await ok(mci(["webhook", "create", "tried", receiver.url]));
		expect(await ok(mci("webhook test tried"))).toMatch(/^tried: its receiver took the ping \(204, \d+ ms\)\n$/);
		receiver.answer = (response) => response.writeHead(500).end();
		expect(await mci("webhook test tried")).toMatchObject({
			exit: 6,
			out: "tried: its receiver did not accept the ping: the receiver answers 500\n",
		});
		receiver.answer = (response) => response.writeHead(204).end();
		await ok(mci("webhook remove tried --yes"));
	});
});

describe("mci jobs run", () => {
	it("delivers what commands left, and retries on request", async () => {
		await ok(mci(["webhook", "create", "hook", receiver.url]));
		receiver.received.length = 0;
		await ok(mci("channel set web production 2"));
		expect(receiver.received, "commands themselves send nothing").toEqual([]);
		expect((await json(mci("webhook deliveries hook --json"))).items).toMatchObject([
			{ state: "pending", event: "channel.moved" },
		]);
		expect(await ok(mci("jobs run --allow-private-webhooks", { world }))).toBe(
			"0 notifications, 0 jobs done, 0 failed, 1 webhooks tried\n",
		);
		expect(receiver.received.map(({ body }) => JSON.parse(body).data.title)).toEqual([
			"web@production moved from 1 to 2",
		]);
		const [{ id }] = (await json(mci("webhook deliveries hook --state delivered --json"))).items;
		const shown = await ok(mci(`webhook delivery hook ${id}`));
		for (const part of ["delivered", "204", "msg_", "web@production moved from 1 to 2"]) expect(shown).toContain(part);
		expect(await ok(mci(`webhook redeliver hook ${id}`))).toBe(`hook: delivery ${id} is sent again\n`);
		expect(await json(mci("jobs run --allow-private-webhooks --json", { world }))).toMatchObject({
			tries: 1,
			failedJobs: [],
		});
		expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
	});

	it("sends nothing to private addresses unless they are allowed, and notifies the account", async () => {
		receiver.received.length = 0;
		await ok(mci("channel set web candidate 2"));
		expect(await ok(mci("jobs run", { world }))).toContain("1 webhooks tried");
		expect(receiver.received).toEqual([]);
		const [failed] = (await json(mci("notification --limit 1 --json"))).items;
		expect(failed).toMatchObject({
			event: "webhook.failed",
			subject: { kind: "webhook", name: "hook" },
			details: { event: "channel.moved" },
		});
		expect(await ok(mci("webhook list"))).toContain("failing since");
		expect(await ok(mci("webhook redeliver hook --failed-since 1d"))).toBe("hook: 1 sent again\n");
		await ok(mci("jobs run --allow-private-webhooks", { world }));
		expect(receiver.received).toHaveLength(1);
		expect(await ok(mci("webhook list"))).not.toContain("failing since");
	});

	it("works directly on the database, so it refuses a server's address", async () => {
		expect(await run("jobs run --url http://127.0.0.1:1", { world })).toMatchObject({ exit: 2 });
	});
});
