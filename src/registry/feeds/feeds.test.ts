import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { type FeedServer, startFeedServer } from "../../../test/feed-server.ts";
import { type Publications, publicationsOf } from "../../../test/publications.ts";
import { faultOf, openRegistry, type TestRegistry } from "../../../test/registries.ts";
import { bundleFileName } from "../../core/bundle/index.ts";
import { eventListeners } from "../../main/event-listeners.ts";
import { feedFiles } from "../../main/feed-files.ts";
import { jobHandlers } from "../../main/job-handlers.ts";
import { type Actor, actorWith } from "../actor.ts";
import { searchAudit } from "../audit/search-audit.ts";
import { distrustKey, replacePublisherKey } from "../bundles/publisher-keys.ts";
import { getSigningKey, rotateSigningKey } from "../bundles/signing-keys.ts";
import { dispatchEvents } from "../events/dispatch-events.ts";
import { listNotifications } from "../events/list-notifications.ts";
import { diffUpdate } from "../imports/diff-update.ts";
import { listImports } from "../imports/list-imports.ts";
import { runJobs } from "../jobs/run-jobs.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import type { Needs } from "../needs.ts";
import { resolveImage } from "../resolve/resolve-image.ts";
import { addFeed, type NewFeed } from "./add-feed.ts";
import { editFeed } from "./edit-feed.ts";
import { exportFeed } from "./export-feed.ts";
import { importFromFeed } from "./import-from-feed.ts";
import { getFeed, listFeeds } from "./list-feeds.ts";
import { removeFeed } from "./remove-feed.ts";
import { syncFeed } from "./sync-feed.ts";

const start = "2026-01-10T00:00:00.000Z";

describe.each([
	["sqlite", "postgres"],
	["postgres", "sqlite"],
] as const)("a feed created on %s, served over HTTP and followed on %s", (from, to) => {
	let there: TestRegistry;
	let here: TestRegistry;
	let needs: Needs;
	let server: FeedServer;
	let acme: Actor;
	let us: Actor;
	let theirs: Components;
	let rows: Publications;
	let first: number;
	let key: string;

	beforeAll(async () => {
		there = await openRegistry(from);
		here = await openRegistry(to);
		needs = { ...here.needs, feeds: feedFiles(true) };
	});
	afterAll(async () => {
		server?.close();
		await there.close();
		await here.close();
	});
	beforeEach(async () => {
		server?.close();
		server = await startFeedServer();
		for (const registry of [there, here]) registry.setClock(start);
		[acme, us] = [await there.newActor(), await here.newActor()];
		theirs = componentsOf(there.needs, acme);
		rows = publicationsOf(there.needs, acme);
		await rows.name(`Acme ${acme.accountId}`);
		key = (await getSigningKey(there.needs, acme)).fingerprint;
		await theirs.history("web", "i1", "i2", "i3");
		first = await rows.publish("mci", "web@1");
	});

	/** Publishes the directory as the command does: missing bundles, then the index. */
	async function publish(days = 30): Promise<{ readonly written: number; readonly index: string }> {
		const have = new Set(
			[...server.files.keys()].filter((name) => name.endsWith(".mcib")).map((name) => name.slice(0, 64)),
		);
		const { bundles, missing, index } = await exportFeed(there.needs, acme, { have, days });
		expect(missing).toBe(0);
		for (const { digest, text } of bundles) server.files.set(bundleFileName(digest), text);
		if (!index) throw new Error("no index");
		server.files.set("index.json", index.text);
		return { written: bundles.length, index: index.text };
	}
	const follow = (more: Partial<NewFeed> = {}) =>
		addFeed(needs, us, { name: "acme", url: server.url, key, mode: "auto", everyMinutes: null, ...more });
	const sync = () => syncFeed(needs, us, "acme");
	const dispatchAll = () => dispatchEvents(needs, { limit: 1000, listeners: eventListeners });
	const numbersHere = async () => {
		const found = await needs.store.read.components.find(us.accountId, "mci", "web");
		return found ? (await needs.store.read.imports.list([found.id])).map(({ number }) => number) : [];
	};

	it("imports everything in mode auto, and from then on only new publications", async () => {
		expect((await publish()).written).toBe(1);
		expect(await follow()).toMatchObject({
			name: "acme",
			url: `${server.url}index.json`,
			key,
			sequence: 0,
			outcome: null,
		});
		expect(await sync()).toMatchObject({
			outcome: "read",
			imported: [{ name: "web", number: 1, problem: null }],
			waiting: 0,
			feed: { sequence: 1, outcome: "1 new revision" },
		});
		expect(await sync()).toMatchObject({ outcome: "not-modified", imported: [], waiting: 0 });
		await rows.publish("mci", "web@3");
		expect((await publish()).written).toBe(1);
		server.asked.length = 0;
		expect(await sync()).toMatchObject({
			outcome: "read",
			imported: [{ name: "web", number: 3 }],
			feed: { sequence: 2 },
		});
		expect(server.asked).toHaveLength(2);
		expect(await numbersHere()).toEqual([1, 3]);
	});

	it("lists publications in mode offer, to be imported by name", async () => {
		await rows.publish("mci", "web@2");
		await publish();
		await follow({ mode: "offer" });
		expect(await sync()).toMatchObject({ imported: [], waiting: 2, feed: { outcome: "2 offered" } });
		expect(await numbersHere()).toEqual([]);
		const take = (number: number | null) =>
			importFromFeed(needs, us, { feed: "acme", kind: "mci", name: "web", number });
		expect(await take(null)).toMatchObject({ imported: [{ name: "web", number: 2 }] });
		expect(await take(2)).toMatchObject({ imported: [], alreadyThere: [{ number: 2 }] });
		expect(await faultOf(() => take(7))).toMatchObject({ code: "feed-offer-absent", details: { ref: "web@7" } });
		const { offers } = await getFeed(needs, us, "acme");
		expect(offers.map(({ number, isImported }) => [number, isImported])).toEqual([
			[1, false],
			[2, true],
		]);
	});

	it("has the same files for the same publications", async () => {
		await publish();
		const before = new Map(server.files);
		there.setClock(3600);
		expect((await publish()).written).toBe(0);
		expect([...server.files.keys()]).toEqual([...before.keys()]);
		expect(server.files.get("index.json")).not.toBe(before.get("index.json"));
	});

	it("withdraws in mode auto what its publisher withdraws, and only notifies in mode offer", async () => {
		await publish();
		await follow();
		await sync();
		await setLifecycle(there.needs, acme, { kind: "mci", ref: "web@1", state: "revoked", reason: "CVE-2026-1" });
		await publish();
		const told = { name: "web", number: 1, state: "revoked", lifecycle: { reason: "CVE-2026-1" } };
		await addFeed(needs, us, { name: "watched", url: server.url, mode: "offer", everyMinutes: null });
		expect((await syncFeed(needs, us, "watched")).lifecycles).toMatchObject([{ ...told, applied: false }]);
		expect((await getFeed(needs, us, "watched")).lifecycles).toMatchObject([{ ...told, applied: false }]);
		const resolved = async () =>
			(await resolveImage(needs, us, { ref: "web@1", cloud: "gcp", requestedValues: {} })).kind;
		expect(await resolved()).toBe("resolved");
		expect((await sync()).lifecycles).toMatchObject([{ ...told, applied: true }]);
		expect(await resolved()).toBe("unresolved");
		await setLifecycle(there.needs, acme, { kind: "mci", ref: "web@1", state: "active" });
		await publish();
		expect((await sync()).lifecycles).toEqual([]);
		expect(await resolved(), "what is revoked here is not in use again because a publisher says so").toBe("unresolved");
	});

	it("keeps the imports of retracted publications", async () => {
		await publish();
		await follow();
		await sync();
		await rows.setState(first, "retracted");
		await publish();
		expect(await sync()).toMatchObject({ imported: [], waiting: 0 });
		expect((await getFeed(needs, us, "acme")).offers).toMatchObject([
			{ state: "retracted", bundle: null, isImported: true },
		]);
		expect(await numbersHere()).toEqual([1]);
	});

	it("is refused with an older index than the last one, and with a different one of the same number", async () => {
		const old = (await publish()).index;
		await rows.publish("mci", "web@2");
		await publish();
		await follow();
		await sync();
		server.files.set("index.json", old);
		expect(await faultOf(sync)).toMatchObject({ code: "feed-replayed", details: { sequence: 1, seen: 2 } });
		expect(await listFeeds(needs, us)).toMatchObject([{ sequence: 2, outcome: expect.stringContaining("index 1") }]);
	});

	it("is refused once its index expired, even if its server reports no change", async () => {
		await publish(7);
		await follow();
		await sync();
		here.setClock("2026-01-17T00:00:00.000Z");
		expect(await faultOf(sync)).toMatchObject({ code: "feed-expired" });
		expect(
			await faultOf(() => importFromFeed(needs, us, { feed: "acme", kind: "mci", name: "web", number: 1 })),
		).toMatchObject({
			code: "feed-expired",
		});
		expect(await faultOf(() => follow({ name: "again" }))).toMatchObject({ code: "feed-expired" });
		there.setClock("2026-01-17T00:00:00.000Z");
		await publish(7);
		expect(await sync()).toMatchObject({ outcome: "read" });
	});

	it("is followed only with a key that is named or trusted", async () => {
		await publish();
		expect(await faultOf(() => follow({ key: undefined }))).toMatchObject({
			code: "bundle-key-unknown",
			details: { key },
		});
		expect(await faultOf(() => follow({ key: `sha256:${"0".repeat(64)}` }))).toMatchObject({
			code: "bundle-key-unknown",
		});
		await follow();
		await sync();
		await distrustKey(needs, us, key);
		expect(await faultOf(sync)).toMatchObject({ code: "bundle-key-unknown", details: { key } });
	});

	it("shows in the imports the publisher's lifecycle and newer revisions", async () => {
		await theirs.history("db", "d1");
		await rows.publish("mci", "db@1");
		await publish();
		await follow({ mode: "offer" });
		await sync();
		await importFromFeed(needs, us, { feed: "acme", kind: "mci", name: "web", number: 1, as: "acme-web" });
		const ask = async (updates?: boolean) =>
			(await listImports(needs, us, { updates, limit: 10 })).map(({ component, revisions, feedUpdate, update }) => ({
				...{ name: component.name, update, feedUpdate },
				said: revisions.map(({ number, state }) => `${number} ${state}`),
			}));
		const same = { name: "acme-web", update: null, feedUpdate: null };
		expect(await ask()).toEqual([{ ...same, said: ["1 offered"] }]);
		expect(await ask(true)).toEqual([]);
		await rows.publish("mci", "web@2");
		await rows.publish("mci", "web@3");
		await setLifecycle(there.needs, acme, { kind: "mci", ref: "web@3", state: "revoked", reason: "CVE-2026-3" });
		await setLifecycle(there.needs, acme, { kind: "mci", ref: "web@1", state: "deprecated", reason: "old" });
		await publish();
		await sync();
		const newer = { ...same, feedUpdate: { feed: "acme", name: "web", number: 2 }, said: ["1 deprecated"] };
		expect(await ask()).toEqual([newer]);
		expect(await ask(true)).toEqual([newer]);
		expect(await faultOf(() => diffUpdate(needs, us, { kind: "mci", name: "acme-web" }))).toMatchObject({
			code: "import-by-feed",
			details: { feed: "acme", ref: "web@2", kind: "mci" },
		});
		await importFromFeed(needs, us, { feed: "acme", kind: "mci", name: "web", number: 2 });
		await setLifecycle(there.needs, acme, { kind: "mci", ref: "web@1", state: "active" });
		await rows.setState(first, "retracted");
		await publish();
		await sync();
		expect(await ask()).toEqual([{ ...same, said: ["2 offered", "1 gone"] }]);
		expect(await ask(true)).toEqual([]);
		expect(await faultOf(() => diffUpdate(needs, us, { kind: "mci", name: "acme-web" }))).toMatchObject({
			code: "import-newest",
		});
		await removeFeed(needs, us, "acme");
		expect(await ask()).toEqual([{ ...same, said: ["2 unknown", "1 unknown"] }]);
	});

	it("is followed under its publisher's new key once an admin says so, and then only under that one", async () => {
		await publish();
		await follow();
		await sync();
		const old = server.files.get("index.json") ?? "";
		await setLifecycle(there.needs, acme, { kind: "mci", ref: "web@1", state: "revoked", reason: "CVE-2026-1" });
		await rows.publish("mci", "web@2");
		const { fingerprint } = await rotateSigningKey(there.needs, acme);
		await publish();
		expect(await faultOf(sync)).toMatchObject({ code: "bundle-key-unknown", details: { key: fingerprint } });
		expect(await replacePublisherKey(needs, us, { from: key, to: fingerprint })).toMatchObject({
			revisions: 1,
			feeds: 1,
		});
		expect(await sync()).toMatchObject({
			imported: [{ number: 2, problem: null }],
			lifecycles: [{ number: 1, state: "revoked", applied: true }],
			feed: { key: fingerprint, sequence: 2 },
		});
		server.files.set("index.json", old);
		expect(await faultOf(sync)).toMatchObject({ code: "bundle-key-unknown", details: { key } });
	});

	it("retries failed imports next time, and reports the reason", async () => {
		await componentsOf(needs, us).mci("web", "own");
		await rows.publish("mci", "web@2");
		await publish();
		await follow();
		const begun = await sync();
		expect(begun.imported.map(({ problem }) => problem?.code)).toEqual(["import-name-taken", "import-name-taken"]);
		expect(begun.feed).toMatchObject({ isWhole: false, outcome: "2 could not be imported" });
		await importFromFeed(needs, us, { feed: "acme", kind: "mci", name: "web", number: 1, as: "acme-web" });
		expect(await sync()).toMatchObject({ imported: [{ number: 2, problem: null }], feed: { isWhole: true } });
	});

	describe("while it is synced", () => {
		/** Runs `act` when a file is requested, before it is sent. */
		function meanwhile(end: string, act: () => Promise<unknown>): void {
			let isDone = false;
			server.instead = (path, response) => {
				if (isDone || !path.endsWith(end)) return false;
				isDone = true;
				void act().then(() =>
					response.setHeader("content-type", "text/plain").end(server.files.get(path.replace(/^\/feed\//, ""))),
				);
				return true;
			};
		}

		it("imports nothing more of a key that is no longer trusted", async () => {
			await publish();
			await follow();
			meanwhile(".mcib", () => distrustKey(needs, us, key));
			expect(await faultOf(sync)).toMatchObject({ code: "bundle-key-unknown" });
			expect(await numbersHere()).toEqual([]);
		});

		it("is followed automatically from the next sync on, although this one started in another mode", async () => {
			await publish();
			await follow({ mode: "offer" });
			meanwhile("index.json", () => editFeed(needs, us, "acme", { mode: "auto" }));
			expect(await sync()).toMatchObject({ imported: [], waiting: 1 });
			expect(await sync()).toMatchObject({ imported: [{ number: 1 }] });
		});

		it("is not read under a new key, whatever the old one signed", async () => {
			await publish();
			await follow();
			const to = `sha256:${"3f".repeat(32)}`;
			meanwhile("index.json", () => replacePublisherKey(needs, us, { from: key, to }));
			await faultOf(sync);
			expect((await listFeeds(needs, us))[0]).toMatchObject({ key: to, sequence: 0 });
			expect(await numbersHere()).toEqual([]);
		});
	});

	describe("synced by a server", () => {
		const run = async () => (await runJobs(needs, { limit: 10, only: "remote", handlers: jobHandlers })).done;
		const told = async () =>
			(await listNotifications(needs, us, { limit: 20 }))
				.filter(({ event }) => event === "feed.failed")
				.map(({ title }) => title);
		afterEach(async () => {
			for (const { name } of await listFeeds(needs, us)) await removeFeed(needs, us, name);
			here.setClock("2026-02-01T00:00:00.000Z");
			await runJobs(needs, { limit: 100, only: "remote", handlers: jobHandlers });
		});
		const acts = async () =>
			(await searchAudit(needs, us, { limit: 50, sort: "newest" }))
				.filter(({ act }) => act.startsWith("feed."))
				.map(({ act }) => act);

		it("is synced at once, and then at its interval", async () => {
			await publish();
			await follow({ everyMinutes: 60 });
			expect(await runJobs(needs, { limit: 10, only: "local", handlers: jobHandlers })).toEqual({
				done: 0,
				failed: [],
			});
			expect(await run()).toBe(1);
			expect(await numbersHere()).toEqual([1]);
			await rows.publish("mci", "web@2");
			await publish();
			here.setClock("2026-01-10T00:59:59.000Z");
			expect(await run()).toBe(0);
			here.setClock("2026-01-10T01:00:00.000Z");
			expect(await run()).toBe(1);
			expect(await numbersHere()).toEqual([1, 2]);
			expect(
				(
					await needs.store.read.imports.list([
						(await needs.store.read.components.find(us.accountId, "mci", "web"))?.id ?? 0,
					])
				)[0],
			).toMatchObject({
				importedBy: `feed of ${us.name}`,
			});
		});

		it("fills no audit with syncs that change nothing", async () => {
			await publish();
			await follow({ everyMinutes: 5 });
			await run();
			const before = await acts();
			for (const minute of ["10", "20", "30"]) {
				here.setClock(`2026-01-10T00:${minute}:00.000Z`);
				expect(await run()).toBe(1);
			}
			expect(await acts()).toEqual(before);
			expect((await listFeeds(needs, us))[0]).toMatchObject({
				checkedAt: "2026-01-10T00:30:00.000Z",
				outcome: "not modified",
				problem: null,
			});
		});

		it("reports a problem once, retries, and clears the problem when it is over", async () => {
			await publish();
			await follow({ everyMinutes: 5 });
			const index = server.files.get("index.json") ?? "";
			server.files.delete("index.json");
			for (const minute of ["10", "20", "30"]) {
				here.setClock(`2026-01-10T00:${minute}:00.000Z`);
				expect(await runJobs(needs, { limit: 10, only: "remote", handlers: jobHandlers })).toEqual({
					done: 1,
					failed: [],
				});
			}
			await dispatchAll();
			expect(await told()).toEqual([expect.stringMatching(/^Feed acme has a problem: .*404/)]);
			expect((await listFeeds(needs, us))[0]).toMatchObject({ problem: "fetch-failed", sequence: 0 });
			server.files.set("index.json", index);
			here.setClock("2026-01-10T00:40:00.000Z");
			expect(await run()).toBe(1);
			expect((await listFeeds(needs, us))[0]).toMatchObject({ problem: null, sequence: 1 });
			expect(await numbersHere()).toEqual([1]);
			server.files.delete("index.json");
			here.setClock("2026-01-10T00:50:00.000Z");
			await run();
			await dispatchAll();
			expect(await told()).toHaveLength(2);
		});

		it("reports once what could not be imported", async () => {
			await componentsOf(needs, us).mci("web", "own");
			await publish();
			await follow({ everyMinutes: 5 });
			for (const minute of ["10", "20"]) {
				here.setClock(`2026-01-10T00:${minute}:00.000Z`);
				await run();
			}
			await dispatchAll();
			expect(await told()).toEqual(["Feed acme has a problem: 1 could not be imported"]);
		});

		it("repeats its publisher's withdrawals, even without other news, and records it in the audit", async () => {
			await publish();
			await follow({ everyMinutes: 5 });
			await run();
			await componentsOf(needs, us).mci("db", "own");
			await theirs.history("db", "d1");
			await rows.publish("mci", "db@1");
			await setLifecycle(there.needs, acme, { kind: "mci", ref: "web@1", state: "revoked", reason: "CVE-2026-1" });
			await publish();
			here.setClock("2026-01-10T00:10:00.000Z");
			await run();
			await setLifecycle(needs, us, { kind: "mci", ref: "web@1", state: "active" });
			here.setClock("2026-01-10T00:20:00.000Z");
			expect(await runJobs(needs, { limit: 10, only: "remote", handlers: jobHandlers })).toEqual({
				done: 1,
				failed: [],
			});
			expect(
				(await searchAudit(needs, us, { limit: 50, sort: "newest" })).filter(({ act }) => act === "mci.revoke"),
			).toHaveLength(2);
			const entries = await acts();
			here.setClock("2026-01-10T00:30:00.000Z");
			expect(await runJobs(needs, { limit: 10, only: "remote", handlers: jobHandlers })).toEqual({
				done: 1,
				failed: [],
			});
			expect(await acts()).toEqual(entries);
		});

		it("uses a changed interval or mode from the next sync on, and ends when it is removed", async () => {
			await publish();
			await follow({ mode: "offer", everyMinutes: 60 });
			await run();
			expect(await numbersHere()).toEqual([]);
			expect(await editFeed(needs, us, "acme", { mode: "auto" })).toMatchObject({ mode: "auto", everyMinutes: 60 });
			expect(await run()).toBe(1);
			expect(await numbersHere()).toEqual([1]);
			await editFeed(needs, us, "acme", { everyMinutes: null });
			here.setClock("2026-01-11T00:00:00.000Z");
			server.asked.length = 0;
			await run();
			here.setClock("2026-01-12T00:00:00.000Z");
			expect(await run()).toBe(0);
			expect(server.asked).toEqual([]);
			await editFeed(needs, us, "acme", { everyMinutes: 5 });
			await removeFeed(needs, us, "acme");
			await run();
			expect(server.asked).toEqual([]);
			expect((await faultOf(() => editFeed(needs, us, "acme", { everyMinutes: 5 }))).code).toBe("feed-not-found");
		});

		it("is unchanged when its server stops during a sync, and is synced by the next", async () => {
			await rows.publish("mci", "web@2");
			await publish();
			await follow({ everyMinutes: 5 });
			const stopping = new AbortController();
			server.instead = (path) => {
				if (path.endsWith(".mcib")) stopping.abort();
				return false;
			};
			expect(
				(await runJobs(needs, { limit: 10, only: "remote", signal: stopping.signal, handlers: jobHandlers })).failed,
			).toMatchObject([{ gaveUp: false }]);
			expect((await listFeeds(needs, us))[0]).toMatchObject({ sequence: 0, problem: null, outcome: null });
			server.instead = undefined;
			here.setClock("2026-01-10T00:30:00.000Z");
			expect(await run()).toBe(1);
			expect(await numbersHere()).toEqual([1, 2]);
		});
	});

	describe("served by an attacker", () => {
		const bundleName = () => [...server.files.keys()].find((name) => name.endsWith(".mcib")) ?? "";
		const problem = async () => (await sync()).imported[0]?.problem;

		it.each<readonly [string, (text: string) => string | Buffer]>([
			["one byte changed", (text) => text.replace('\\"i1\\"', '\\"i7\\"')],
			["its end cut off", (text) => text.slice(0, -10)],
			["more behind its end", (text) => `${text} `],
			["nothing in it", () => ""],
			["other bytes of the same length", (text) => Buffer.alloc(Buffer.byteLength(text), 0xff)],
		])("imports no bundle with %s", async (_what, change) => {
			await publish();
			await follow();
			server.files.set(bundleName(), change(String(server.files.get(bundleName()))));
			expect((await problem())?.code).toMatch(/^(bundle-invalid|upstream-file-too-large)$/);
			expect(await numbersHere()).toEqual([]);
		});

		it("imports no bundle of another publication under its name", async () => {
			await rows.publish("mci", "web@2");
			await publish();
			await follow();
			const [one, other] = [...server.files.keys()].filter((name) => name.endsWith(".mcib"));
			server.files.set(one ?? "", server.files.get(other ?? "") ?? "");
			const outcomes = (await sync()).imported;
			expect(outcomes.map(({ problem: told }) => told?.code ?? "imported").sort()).toEqual([
				"bundle-invalid",
				"imported",
			]);
		});

		it.each<readonly [string, (response: import("node:http").ServerResponse) => void, string]>([
			[
				"redirects to another host",
				(response) => void response.writeHead(302, { location: "http://localhost:1/index.json" }).end(),
				"fetch-refused",
			],
			[
				"redirects to a cloud's credentials",
				(response) => void response.writeHead(302, { location: "http://169.254.169.254/latest" }).end(),
				"fetch-refused",
			],
			[
				"is larger than any index",
				(response) => void response.writeHead(200, { "content-length": String(2 ** 31) }).end(),
				"upstream-file-too-large",
			],
			["is not there", (response) => void response.writeHead(404).end(), "fetch-failed"],
			["is something else", (response) => void response.end("<html></html>"), "bundle-invalid"],
			["is not text", (response) => void response.end(Buffer.from([0xff, 0xfe])), "bundle-invalid"],
		])("is refused when its index %s", async (_what, answer, code) => {
			await publish();
			await follow();
			server.instead = (path, response) => {
				if (!path.endsWith("index.json")) return false;
				answer(response);
				return true;
			};
			expect((await faultOf(sync)).code).toBe(code);
			expect((await faultOf(() => follow({ name: "again" }))).code).toBe(code);
			expect(await numbersHere()).toEqual([]);
		});

		it("requests only files next to the index, under generated names", async () => {
			await publish();
			await follow();
			server.asked.length = 0;
			await sync();
			for (const path of server.asked) expect(path).toMatch(/^\/feed\/(index\.json|[0-9a-f]{64}\.mcib)$/);
			expect(server.asked).toHaveLength(2);
		});
	});

	it("can be removed, and its imports stay", async () => {
		await publish();
		await follow();
		await sync();
		await removeFeed(needs, us, "acme");
		expect(await listFeeds(needs, us)).toEqual([]);
		expect(await numbersHere()).toEqual([1]);
		for (const act of [() => removeFeed(needs, us, "acme"), sync, () => getFeed(needs, us, "acme")]) {
			expect((await faultOf(act)).code).toBe("feed-not-found");
		}
	});

	it.each<readonly [string, Partial<NewFeed>, string]>([
		["a name with a slash", { name: "a/b" }, "feed-invalid"],
		["no address", { url: "acme" }, "feed-invalid"],
		["an address of a file", { url: "file:///etc/passwd" }, "feed-invalid"],
		["a password in its address", { url: "https://me:secret@example.com/" }, "feed-invalid"],
		["a sync every minute", { everyMinutes: 1 }, "feed-invalid"],
		["a sync every month", { everyMinutes: 50_000 }, "feed-invalid"],
		["a sync every so often", { everyMinutes: 7.5 }, "feed-invalid"],
		["a key that is none", { key: "acme" }, "publisher-key-invalid"],
	])("is not added with %s", async (_what, wrong, code) => {
		await publish();
		expect((await faultOf(() => follow(wrong))).code).toBe(code);
	});

	it("is added once under a name, by users who may import", async () => {
		await publish();
		await follow();
		expect((await faultOf(follow)).code).toBe("feed-exists");
		const observer = actorWith({ ...us, roles: ["observer", "designer", "publisher", "admin"] });
		for (const act of [
			() => addFeed(needs, observer, { name: "x", url: server.url, key, mode: "offer", everyMinutes: null }),
			() => editFeed(needs, observer, "acme", { mode: "offer" }),
			() => syncFeed(needs, observer, "acme"),
			() => removeFeed(needs, observer, "acme"),
			() => importFromFeed(needs, observer, { feed: "acme", kind: "mci", name: "web", number: 1 }),
		]) {
			expect((await faultOf(act)).code).toBe("permission-denied");
		}
		const [stranger] = [await here.newActor()];
		expect((await faultOf(() => getFeed(needs, stranger, "acme"))).code).toBe("feed-not-found");
	});
});
