import { createHash } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/base/canonical-json.ts";
import { openEngine } from "../../src/storage/open-store.ts";
import { type Api, type Body, bodyOf, commit, engines, makeMci, problemIn, putImage, startApi } from "./start-api.ts";

describe.each(engines)("the audit on %s", (engine) => {
	let api: Api;
	let clock = 0;
	beforeAll(async () => {
		api = await startApi(engine, {
			needs: () => ({ now: () => new Date(Date.UTC(2030, 0, 1) + clock++ * 1000).toISOString() }),
		});
		await makeMci(api, "web", { gcp: "projects/p/global/images/1" });
		await commit(api, "web", "The first");
		for (let i = 2; i < 9; i++) await putImage(api, "web", "gcp", `projects/p/global/images/${i}`);
		await makeMci(api, "other");
		bodyOf(await api.ask({ method: "POST", url: "/v1/clouds", body: { slug: "acme-lab", type: "openstack" } }), 201);
	});
	afterAll(() => api.close());

	const list = async (query: string): Promise<Body[]> =>
		bodyOf(await api.ask({ url: `/v1/audit?limit=500&${query}` })).items;

	it("shows who did what to which thing, when, and what changed", async () => {
		const [put] = await list("act=mci.put-setting&name=web");
		expect(put).toEqual({
			seq: expect.any(Number),
			accountId: expect.any(Number),
			at: expect.stringMatching(/^2030-01-01T/),
			actor: "admin of the tests",
			act: "mci.put-setting",
			subjectKind: "mci",
			subjectId: expect.any(Number),
			subjectName: "web",
			headVersion: 10,
			before: null,
			after: [
				{
					kind: "setting-changed",
					cloud: "gcp",
					field: "image",
					before: { kind: "path", uid: "projects/p/global/images/7", checksum: null },
					after: { kind: "path", uid: "projects/p/global/images/8", checksum: null },
				},
			],
			previousDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
			digest: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		expect(bodyOf(await api.ask({ url: `/v1/audit/${put.seq}` }))).toEqual(put);
	});

	it.each([
		["act=mci.*&name=other", ["mci.create"]],
		["act=mci.create&sort=oldest&name=web", ["mci.create"]],
		["actor=admin%20of%20the%20tests&kind=cloud", ["cloud.add"]],
		["actor=nobody", []],
		["text=images%2F8", ["mci.put-setting"]],
		["text=the%20first", ["mci.commit"]],
		["kind=cloud&since=2030-01-01T00:00:00Z", ["cloud.add"]],
		["since=2100-01-01T00:00:00%2B01:00", []],
		["until=2030-01-01T00:00:00.000Z&act=mci.*", []],
		["name=%27%20or%201=1%20--", []],
	])("can be searched with %s", async (query, acts) => {
		expect((await list(query)).map((entry) => entry.act)).toEqual(acts);
	});

	it.each(["sort=newest", "sort=oldest", "act=mci.put-setting", "kind=token&sort=oldest"])(
		"is complete over pages of any size: %s",
		async (query) => {
			const whole = await list(query);
			expect(whole.length).toBeGreaterThan(2);
			for (const limit of [1, 2, whole.length, whole.length + 1]) {
				const items: Body[] = [];
				let cursor = "";
				do {
					const page = bodyOf(await api.ask({ url: `/v1/audit?${query}&limit=${limit}${cursor}` }));
					items.push(...page.items);
					cursor = page.next === null ? "" : `&cursor=${encodeURIComponent(page.next)}`;
				} while (cursor !== "");
				expect(items).toEqual(whole);
			}
		},
	);

	const lines = { accept: "application/x-ndjson" };
	const linesOf = (body: string): Body[] =>
		body
			.split("\n")
			.slice(0, -1)
			.map((line) => JSON.parse(line));

	it("comes as JSON lines, all pages of it, each with a digest that anyone can recompute", async () => {
		const answer = await api.ask({ url: "/v1/audit?sort=oldest", headers: lines });
		expect(answer.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
		const entries = linesOf(answer.body);
		expect(entries).toEqual(await list("sort=oldest"));
		for (const { digest, ...entry } of entries) {
			const told = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null));
			expect(
				createHash("sha256")
					.update(canonicalJson({ ...told, format: "audit/1" }))
					.digest("hex"),
			).toBe(digest);
		}
		expect(linesOf((await api.ask({ url: "/v1/audit?limit=3", headers: lines })).body)).toEqual(
			(await list("")).slice(0, 3),
		);
		expect((await api.ask({ url: "/v1/audit?actor=nobody", headers: lines })).body).toBe("");
	});

	it("answers 304 until something is written", async () => {
		const first = await api.ask({ url: "/v1/audit" });
		const headers = { "if-none-match": String(first.headers.etag) };
		expect((await api.ask({ url: "/v1/audit", headers })).statusCode).toBe(304);
		await putImage(api, "other", "gcp", "projects/p/global/images/x");
		expect((await api.ask({ url: "/v1/audit", headers })).statusCode).toBe(200);
	});

	it("is for writers and admins, its verification only for admins, and never for another account", async () => {
		const [entry] = await list("");
		const theirs = await api.newToken("admin", "another");
		for (const url of ["/v1/audit", `/v1/audit/${entry.seq}`, "/v1/audit/verify"]) {
			problemIn(await api.ask({ url, as: null }), 401, "token-missing");
			problemIn(await api.ask({ url, as: "reader" }), 403, "permission-denied");
		}
		problemIn(await api.ask({ url: "/v1/audit", as: "reader", headers: lines }), 403, "permission-denied");
		bodyOf(await api.ask({ url: "/v1/audit", as: "writer" }));
		bodyOf(await api.ask({ url: `/v1/audit/${entry.seq}`, as: "writer" }));
		problemIn(await api.ask({ url: "/v1/audit/verify", as: "writer" }), 403, "permission-denied");
		expect(bodyOf(await api.ask({ url: "/v1/audit", as: theirs })).items.map((one: Body) => one.act)).toEqual([
			"token.create",
		]);
		problemIn(await api.ask({ url: `/v1/audit/${entry.seq}`, as: theirs }), 404, "audit-entry-not-found");
	});

	it("can't be read by the public on a public registry", async () => {
		const open = await api.second({ publicRead: true });
		try {
			for (const url of ["/v1/audit", "/v1/audit/1", "/v1/audit/verify"])
				problemIn(await open.ask({ url, as: null }), 401, "token-missing");
		} finally {
			await open.close();
		}
	});

	it.each([
		"limit=0",
		"limit=501",
		"since=yesterday",
		"since=2026-02-31T00:00:00Z",
		"until=2026-01-01",
		"sort=up",
		"text=",
		"cursor=x",
		"act=a&act=b",
		"act=mci*",
		"act=*",
	])("refuses ?%s", async (query) => {
		problemIn(
			await api.ask({ url: `/v1/audit?${query}` }),
			400,
			query.startsWith("cursor") ? "cursor-invalid" : "input-invalid",
		);
	});

	it.each(["0", "-1", "x", "1.5", "99999999999999999999"])("has no entry %s", async (seq) => {
		problemIn(await api.ask({ url: `/v1/audit/${seq}` }), 400, "input-invalid");
	});

	it("can be verified, and verified against a noted seal", async () => {
		const first = await api.ask({ url: "/v1/audit/verify" });
		expect(first.headers["cache-control"]).toBe("no-store");
		const { seal } = bodyOf(first);
		expect(bodyOf(first)).toEqual({ ok: true, entries: Number(seal.split(":")[0]), seal, broken: null });
		await putImage(api, "other", "gcp", "projects/p/global/images/y");
		expect(bodyOf(await api.ask({ url: `/v1/audit/verify?expect=${seal}` }))).toMatchObject({ ok: true });
		const wrong = `${seal.split(":")[0]}:${"a".repeat(64)}`;
		expect(bodyOf(await api.ask({ url: `/v1/audit/verify?expect=${wrong}` }))).toMatchObject({
			ok: false,
			broken: { as: "rewritten" },
		});
		for (const expected of ["", "x", "5", "5:abc"])
			problemIn(await api.ask({ url: `/v1/audit/verify?expect=${expected}` }), 400, "input-invalid");
		const told = linesOf((await api.ask({ url: "/v1/audit/verify", headers: lines })).body);
		expect(told.at(0)).toMatchObject({ progress: { what: "entries" } });
		expect(told.at(-1)).toMatchObject({ result: { ok: true } });
		problemIn(await api.ask({ url: "/v1/audit/verify", as: "reader", headers: lines }), 403, "permission-denied");
	});

	it("is reported as broken, and where", async () => {
		const [entry] = await list("act=cloud.add");
		const { data, databaseUrl } = api.place;
		const database = await openEngine(databaseUrl === null ? { file: `${data}/registry.db` } : { url: databaseUrl });
		await database.transaction((db) =>
			sql`update audit_entries set actor = 'nobody' where seq = ${entry.seq}`.execute(db),
		);
		await database.close();
		expect(bodyOf(await api.ask({ url: "/v1/audit/verify" }))).toMatchObject({
			ok: false,
			entries: entry.seq - 1,
			broken: { seq: entry.seq, as: "changed", problem: "was changed: its fields don't match its digest" },
		});
		expect(bodyOf(await api.ask({ url: `/v1/audit/${entry.seq}` })).actor).toBe("nobody");
	});
});
