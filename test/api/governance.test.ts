import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FaultCode } from "../../src/core/errors.ts";
import { actorWith } from "../../src/registry/actor.ts";
import { type Components, componentsOf } from "../components.ts";
import { roleSets } from "../role-sets.ts";
import { type Body, bodyOf, engines, problemIn, type Question, useApi } from "./start-api.ts";

const start = "2026-01-01T00:00:00.000Z";

describe.each(engines)("channels, lifecycles, updates and lint on %s", (engine) => {
	const clock = { now: start };
	const api = useApi(engine, { needs: () => ({ now: () => clock.now }) });
	let make: Components;
	let made = 0;
	/**
	 * An MCI with three commits, a template that pins the first, and its script, under names that only this test uses.
	 */
	let web: string;
	let app: string;
	let setup: string;

	beforeAll(async () => {
		const actor = actorWith({
			accountId: api.registry.account.id,
			account: api.registry.account.name,
			name: "test",
			kind: "token",
			roles: roleSets.admin,
		});
		make = componentsOf({ ...api.registry.needs, now: () => clock.now }, actor);
	});
	beforeEach(async () => {
		clock.now = start;
		made++;
		[web, app, setup] = [`web-${made}`, `app-${made}`, `setup-${made}`];
		await make.history(web, `i1-${made}`, `i2-${made}`, `i3-${made}`);
		await make.script(setup);
		await make.commit("script", setup);
		await make.template(app, { mcis: [`${web}@1`], boot: [setup] });
		await make.commit("template", app);
	});

	const put = (url: string, body: unknown, more: Partial<Question> = {}) =>
		api.ask({ method: "PUT", url, body, ...more });
	const post = (url: string, body: unknown, more: Partial<Question> = {}) =>
		api.ask({ method: "POST", url, body, ...more });
	const get = (url: string, more: Partial<Question> = {}) => api.ask({ url, ...more });
	const move = (to: string, more: Partial<Question> = {}, query = "") =>
		put(`/v1/mcis/${web}/channels/production${query}`, { to }, more);

	describe("channels", () => {
		it("are created, moved, shown with their ETag, and rolled back", async () => {
			const first = await move("1");
			expect(bodyOf(first)).toMatchObject({
				name: web,
				from: null,
				to: { number: 1 },
				moved: true,
				channel: { name: "production", revision: 1, moves: 1 },
			});
			expect(first.headers.etag).toBe('"channel-1"');
			const second = await put(
				`/v1/mcis/${web}/channels/production`,
				{ to: "3", reason: "tested" },
				{ headers: { "if-match": '"channel-1"' } },
			);
			expect(bodyOf(second).changes).toMatchObject([{ kind: "setting-changed", cloud: "gcp" }]);
			const shown = await get(`/v1/mcis/${web}/channels/production`);
			expect(bodyOf(shown)).toMatchObject({
				revision: 3,
				moves: 2,
				state: "active",
				movers: null,
				guards: ["commits"],
			});
			expect(shown.headers.etag).toBe('"channel-2"');
			expect(bodyOf(await get(`/v1/mcis/${web}/channels`))).toMatchObject({
				name: web,
				items: [{ name: "production", revision: 3 }],
			});
			expect(bodyOf(await post(`/v1/mcis/${web}/channels/production/rollback`, {}))).toMatchObject({
				to: { number: 1 },
				channel: { moves: 3 },
			});
			const page = bodyOf(await get(`/v1/mcis/${web}/channels/production/moves?limit=2`));
			expect(page.items).toMatchObject([
				{ seq: 3, act: "rollback", from: 3, to: 1 },
				{ seq: 2, act: "set", from: 1, to: 3, reason: "tested" },
			]);
			expect(bodyOf(await get(`/v1/mcis/${web}/channels/production/moves?limit=2&cursor=${page.next}`))).toMatchObject({
				items: [{ seq: 1 }],
				next: null,
			});
		});

		it("are moved only from the revision that the client saw", async () => {
			problemIn(await move("1", { headers: { "if-match": '"channel-1"' } }), 412, "channel-moved");
			bodyOf(await move("1", { headers: { "if-match": '"channel-0"' } }));
			const { details } = problemIn(await move("2", { headers: { "if-match": '"channel-0"' } }), 412, "channel-moved");
			expect(details).toMatchObject({ moves: 1, now: 1 });
			problemIn(await move("2", { headers: { "if-match": '"head-1"' } }), 412, "channel-moved");
			bodyOf(await move("2", { headers: { "if-match": "*" } }));
		});

		it("are not moved by a dry run", async () => {
			expect(bodyOf(await move("2", {}, "?dryRun=true"))).toMatchObject({ moved: true, to: { number: 2 } });
			problemIn(await get(`/v1/mcis/${web}/channels/production`), 404, "channel-not-found");
		});

		it("stand for a revision in every request, and the answer is never cached permanently", async () => {
			await move("2");
			for (const url of [`/v1/mcis/${web}/revisions/production`, `/v1/mcis/${web}/settings?revision=production`]) {
				const shown = await get(url);
				expect(JSON.stringify(bodyOf(shown))).toContain(`i2-${made}`);
				expect(shown.headers["cache-control"]).toBe("private, no-cache");
				bodyOf(await move("3"));
				expect(
					JSON.stringify(bodyOf(await get(url, { headers: { "if-none-match": String(shown.headers.etag) } }))),
				).toContain(`i3-${made}`);
				bodyOf(await move("2"));
			}
		});

		it("are guarded, restricted and removed", async () => {
			bodyOf(await move("1"));
			problemIn(await move("head"), 409, "channel-guarded");
			const url = `/v1/mcis/${web}/channels/production`;
			expect(
				bodyOf(await api.ask({ method: "PATCH", url, body: { movers: ["role:admin"], guards: ["commits", "lint"] } })),
			).toMatchObject({
				movers: ["role:admin"],
				guards: ["commits", "lint"],
			});
			problemIn(await move("2", { as: "writer" }), 403, "channel-restricted");
			problemIn(await api.ask({ method: "PATCH", url, body: { movers: [] }, as: "writer" }), 403, "channel-restricted");
			problemIn(await api.ask({ method: "DELETE", url, as: "writer" }), 403, "channel-restricted");
			problemIn(await api.ask({ method: "PATCH", url, body: { guards: ["tested"] } }), 400, "channel-invalid");
			bodyOf(await move("2"));
			expect((await api.ask({ method: "DELETE", url })).statusCode).toBe(204);
			problemIn(await api.ask({ method: "DELETE", url }), 404, "channel-not-found");
			problemIn(await post(`${url}/rollback`, {}), 404, "channel-not-found");
		});

		it("of templates and scripts work like those of MCIs", async () => {
			for (const path of [`/v1/templates/${app}`, `/v1/scripts/${setup}`]) {
				expect(bodyOf(await put(`${path}/channels/live`, { to: "latest" }))).toMatchObject({ to: { number: 1 } });
				problemIn(await post(`${path}/channels/live/rollback`, {}), 409, "channel-no-way-back");
				expect(bodyOf(await get(`${path}/channels`))).toMatchObject({ items: [{ name: "live", revision: 1 }] });
			}
		});
	});

	describe("lifecycles", () => {
		const life = (number: number | string, body: object, query = "", as: Question["as"] = "admin") =>
			put(`/v1/mcis/${web}/revisions/${number}/lifecycle${query}`, body, { as });

		it("are set, listed and lifted, and resolving respects them", async () => {
			expect(bodyOf(await life(3, { state: "revoked", reason: "CVE-1", replacement: `${web}@2` }))).toMatchObject({
				name: web,
				number: 3,
				state: "revoked",
				lifecycle: { revokedAt: start, replacement: `${web}@2` },
				changed: [{ kind: "mci", name: web, number: 3 }],
			});
			const { details } = problemIn(await get(`/v1/resolve?ref=${web}&cloud=gcp`), 409, "resolve-refused");
			expect(details).toMatchObject({ instead: { revisions: [2, 1], replacement: `${web}@2` } });
			expect(bodyOf(await get(`/v1/mcis/${web}/lifecycles`))).toMatchObject({
				items: [{ number: 3, state: "revoked", changesAt: null }],
			});
			bodyOf(await life(3, { state: "active" }));
			expect(bodyOf(await get(`/v1/resolve?ref=${web}&cloud=gcp`))).toMatchObject({ revision: 3, warnings: [] });
			expect(bodyOf(await get(`/v1/mcis/${web}/lifecycles`)).items).toEqual([]);
		});

		it("with a future date change cached answers when the date comes", async () => {
			const url = `/v1/resolve?ref=${web}&cloud=gcp`;
			bodyOf(await life(3, { state: "deprecated", reason: "old", at: "2026-02-01T00:00:00Z" }));
			bodyOf(await life(3, { state: "revoked", reason: "older", at: "2026-03-01T00:00:00Z" }));
			const asked = async (now: string) => {
				clock.now = now;
				// Twice: the second answer is the cached one.
				await get(url);
				return get(url);
			};
			const before = await asked("2026-01-31T23:59:59.999Z");
			expect(bodyOf(before).warnings).toEqual([]);
			const deprecated = await asked("2026-02-01T00:00:00.000Z");
			expect(bodyOf(deprecated).warnings).toMatchObject([{ code: "revision-deprecated" }]);
			expect(
				bodyOf(await get(url, { headers: { "if-none-match": String(before.headers.etag) } })),
				"no 304 of before",
			).toMatchObject({
				revision: 3,
			});
			problemIn(await asked("2026-03-01T00:00:00.000Z"), 409, "resolve-refused");
			problemIn(
				await get(url, { headers: { "if-none-match": String(deprecated.headers.etag) } }),
				409,
				"resolve-refused",
			);
			expect(bodyOf(await get(`/v1/mcis/${web}/channels`)).items).toEqual([]);
			expect(bodyOf(await get(`/v1/mcis/${web}/lifecycles`)).items).toMatchObject([{ state: "revoked" }]);
		});

		it("cascade to exactly what the impact report listed", async () => {
			const { impact } = bodyOf(await get(`/v1/mcis/${web}/revisions/1/impact`));
			expect(impact).toMatchObject({
				commits: [
					{ name: web, because: "itself" },
					{ kind: "template", name: app, number: 1, because: "template", through: `${web}@1` },
				],
				templateHeads: [{ name: app }],
				servers: [],
				accounts: [api.registry.account.name],
			});
			const revoke = { state: "revoked", reason: "CVE-1", cascade: true };
			problemIn(await life(1, revoke), 412, "impact-unseen");
			expect(bodyOf(await life(1, revoke, "?dryRun=true"))).toMatchObject({
				impact,
				changed: [
					{ name: web, number: 1 },
					{ kind: "template", name: app, number: 1 },
				],
			});
			expect(bodyOf(await get(`/v1/templates/${app}/lifecycles`)).items).toEqual([]);
			bodyOf(await life(1, { ...revoke, impact: impact.digest }));
			expect(bodyOf(await get(`/v1/templates/${app}/lifecycles`)).items).toMatchObject([
				{ number: 1, state: "revoked" },
			]);
		});

		it.each<readonly [string, object, number, FaultCode]>([
			["head", { state: "revoked", reason: "r" }, 400, "lifecycle-invalid"],
			["1", { state: "revoked" }, 400, "lifecycle-invalid"],
			["1", { state: "gone", reason: "r" }, 400, "input-invalid"],
			["1", { state: "revoked", reason: "r", at: "tomorrow" }, 400, "input-invalid"],
			["1", { state: "revoked", reason: "r", at: "2026-02-01" }, 400, "input-invalid"],
			["1", { state: "revoked", reason: "x".repeat(2001) }, 400, "input-invalid"],
			["1", { state: "revoked", reason: "r", replacement: "none" }, 404, "mci-not-found"],
			["9", { state: "revoked", reason: "r" }, 404, "revision-not-found"],
			["nowhere", { state: "revoked", reason: "r" }, 404, "channel-not-found"],
			["a%40b", { state: "revoked", reason: "r" }, 400, "reference-invalid"],
		])("of revision %s refuse %j with %d %s", async (number, body, status, code) => {
			problemIn(await life(number, body), status, code);
			expect(bodyOf(await get(`/v1/mcis/${web}/lifecycles`)).items).toEqual([]);
		});

		it("are not found for a name that contains a reference", async () => {
			for (const name of ["default%2Fweb", `${web}%401`])
				problemIn(await get(`/v1/mcis/${name}/revisions/1/impact`), 404, "mci-not-found");
			problemIn(await get("/v1/templates/none/revisions/1/impact"), 404, "template-not-found");
			problemIn(await get("/v1/scripts/none/lint"), 404, "script-not-found");
		});

		it("of an image refuse it through every MCI", async () => {
			const body = { uid: `i1-${made}`, state: "revoked", reason: "CVE-2" };
			expect(bodyOf(await put("/v1/images/lifecycle?dryRun=true", body))).toMatchObject({
				images: [{ image: { uid: `i1-${made}` }, state: "revoked" }],
				used: { mcis: [{ mci: web, revisions: { first: 1, last: 1 } }], templates: [{ template: app }] },
			});
			expect(bodyOf(await get(`/v1/resolve?ref=${web}@1&cloud=gcp`))).toMatchObject({ revision: 1 });
			bodyOf(await put("/v1/images/lifecycle", body));
			problemIn(await get(`/v1/resolve?ref=${web}@1&cloud=gcp`), 409, "resolve-refused");
			expect(bodyOf(await get(`/v1/where-used?image=i1-${made}`)).images).toMatchObject([
				{ state: "revoked", lifecycle: { reason: "CVE-2" } },
			]);
			problemIn(await put("/v1/images/lifecycle", { ...body, uid: "none" }), 404, "image-not-found");
		});
	});

	describe("updates", () => {
		it("are listed for one component, and for all in pages", async () => {
			await make.clone("mci", `${web}@2`, `copy-${made}`);
			expect(bodyOf(await get(`/v1/mcis/copy-${made}/updates`))).toMatchObject({
				items: [
					{
						kind: "origin",
						from: { number: 2 },
						to: { name: web, number: 3 },
						command: `mci merge copy-${made} --from ${web}@3`,
					},
				],
			});
			const found: string[] = [];
			let next: string | null = "";
			while (next !== null) {
				const page: Body = bodyOf(await get(`/v1/updates?kind=mci&limit=3${next === "" ? "" : `&cursor=${next}`}`));
				found.push(...page.items.map((item: { component: { name: string } }) => item.component.name));
				next = page.next;
			}
			expect(found).toContain(`copy-${made}`);
			expect(new Set(found).size).toBe(found.length);
			problemIn(await get("/v1/updates?kind=server"), 400, "input-invalid");
			problemIn(await get("/v1/updates?kind=mci&cursor=x"), 400, "cursor-invalid");
		});

		it("are applied to a template if its HEAD is the one that was seen", async () => {
			expect(bodyOf(await get(`/v1/templates/${app}/updates`))).toMatchObject({
				items: [{ kind: "pin", part: "mci", from: { number: 1 }, to: { number: 3 } }],
			});
			const url = `/v1/templates/${app}/update`;
			problemIn(await post(url, {}), 428, "head-condition-missing");
			problemIn(await post(url, {}, { headers: { "if-match": '"head-1"' } }), 412, "head-stale");
			problemIn(await post(url, { mcis: ["none"] }, { headers: { "if-match": "*" } }), 404, "template-mci-absent");
			problemIn(
				await post(url, { scripts: ["none"] }, { headers: { "if-match": "*" } }),
				404,
				"template-script-absent",
			);
			const tried = bodyOf(await post(`${url}?dryRun=true`, {}, { headers: { "if-match": "*" } }));
			expect(tried.changes).toMatchObject([{ kind: "mci-changed", before: { revision: 1 }, after: { revision: 3 } }]);
			const taken = await post(url, { mcis: [web] }, { headers: { "if-match": `"head-${tried.headVersion}"` } });
			expect(bodyOf(taken)).toMatchObject({ name: app, updates: [{ to: { name: web, number: 3 } }] });
			expect(taken.headers.etag).toBe(`"head-${tried.headVersion + 1}"`);
			expect(bodyOf(await get(`/v1/templates/${app}/updates`)).items).toEqual([]);
		});
	});

	describe("lint", () => {
		it("comes as JSON, and as SARIF on request", async () => {
			bodyOf(await put("/v1/images/lifecycle", { uid: `i3-${made}`, state: "revoked", reason: "CVE-2" }));
			const report = bodyOf(await get(`/v1/mcis/${web}/lint`));
			expect(report).toMatchObject({
				name: web,
				revision: 3,
				errors: 1,
				findings: [{ rule: "image-revoked", severity: "error" }, { severity: "info" }],
			});
			expect(bodyOf(await get(`/v1/mcis/${web}/lint?revision=1`))).toMatchObject({ revision: 1, errors: 0 });
			for (const asked of [
				{ url: `/v1/mcis/${web}/lint?format=sarif&path=images/web.yaml` },
				{ url: `/v1/mcis/${web}/lint`, headers: { accept: "application/sarif+json" } },
			]) {
				const sarif = await api.ask(asked);
				expect(sarif.headers["content-type"]).toMatch(/^application\/sarif\+json/);
				const log = bodyOf(sarif);
				expect(log).toMatchObject({
					version: "2.1.0",
					runs: [{ tool: { driver: { name: "Multicloud Images", version: "1" } } }],
				});
				expect(log.runs[0].results[0]).toMatchObject({ ruleId: "image-revoked", level: "error" });
			}
			const path = bodyOf(await get(`/v1/mcis/${web}/lint?format=sarif&path=images/web.yaml`)).runs[0].results[0]
				.locations[0].physicalLocation;
			expect(path.artifactLocation.uri).toBe("images/web.yaml");
		});

		it.each(["templates", "scripts"])("covers %s too", async (path) => {
			const name = path === "templates" ? app : setup;
			expect(bodyOf(await get(`/v1/${path}/${name}/lint?revision=head`))).toMatchObject({
				name,
				revision: 0,
				errors: 0,
			});
		});

		it("follows the account's policy, which an admin sets", async () => {
			const policy = bodyOf(await put("/v1/account/policy", { requiredClouds: ["aws-us-east-1"] }));
			expect(policy).toEqual({ requiredClouds: ["aws-us-east-1"], trustedOwners: [], ownNames: [] });
			expect(bodyOf(await get("/v1/account/policy", { as: "reader" }))).toEqual(policy);
			expect(bodyOf(await get(`/v1/mcis/${web}/lint`)).findings).toMatchObject([
				{ rule: "cloud-missing", severity: "error" },
				{ severity: "info" },
			]);
			problemIn(await put("/v1/account/policy", {}, { as: "writer" }), 403, "permission-denied");
			problemIn(await put("/v1/account/policy", { trustedOwners: [" x"] }), 400, "policy-invalid");
			problemIn(await put("/v1/account/policy", { requiredClouds: ["No cloud"] }), 400, "cloud-slug-invalid");
			bodyOf(await put("/v1/account/policy", { requiredClouds: [] }));
		});
	});

	describe("where-used", () => {
		it("lists the usages of images, MCIs, templates and scripts", async () => {
			await move("1");
			const template = { template: app, revisions: { first: 1, last: 1 }, head: true, latest: true };
			expect(bodyOf(await get(`/v1/where-used?image=i1-${made}`))).toMatchObject({
				mcis: [{ mci: web, cloud: "gcp", revisions: { first: 1, last: 1 } }],
				templates: [{ ...template, pinned: { name: web, number: 1 } }],
				channels: [{ name: web, channel: "production" }],
				images: [{ state: "active" }],
			});
			expect(bodyOf(await get(`/v1/where-used?mci=${web}@production`))).toMatchObject({
				templates: [template],
				images: [],
			});
			expect(bodyOf(await get(`/v1/where-used?script=${setup}`))).toMatchObject({
				templates: [{ ...template, part: "boot" }],
			});
			expect(bodyOf(await get(`/v1/where-used?template=${app}`))).toEqual({
				mcis: [],
				templates: [],
				channels: [],
				servers: [],
				publications: [],
				images: [],
				status: null,
			});
		});

		it("accepts exactly one question", async () => {
			for (const query of ["", "?mci=a&image=b", "?mci="])
				problemIn(await get(`/v1/where-used${query}`), 400, "input-invalid");
			problemIn(await get("/v1/where-used?image=none"), 404, "image-not-found");
		});
	});

	it("are visible to readers, changed by writers, and closed to requests without a token", async () => {
		await move("1");
		const reads = [
			`/v1/mcis/${web}/channels`,
			`/v1/mcis/${web}/channels/production`,
			`/v1/mcis/${web}/channels/production/moves`,
			`/v1/mcis/${web}/lifecycles`,
			`/v1/mcis/${web}/revisions/1/impact`,
			`/v1/mcis/${web}/updates`,
			`/v1/mcis/${web}/lint`,
			"/v1/updates?kind=template",
			`/v1/where-used?mci=${web}`,
			"/v1/account/policy",
		];
		for (const url of reads) {
			bodyOf(await get(url, { as: "reader" }));
			problemIn(await get(url, { as: null }), 401, "token-missing");
		}
		const writes: readonly Question[] = [
			{ method: "PUT", url: `/v1/mcis/${web}/channels/production`, body: { to: "2" } },
			{ method: "POST", url: `/v1/mcis/${web}/channels/production/rollback`, body: {} },
			{ method: "PATCH", url: `/v1/mcis/${web}/channels/production`, body: {} },
			{ method: "PUT", url: `/v1/mcis/${web}/revisions/1/lifecycle`, body: { state: "deprecated", reason: "r" } },
			{ method: "PUT", url: "/v1/images/lifecycle", body: { uid: `i1-${made}`, state: "deprecated", reason: "r" } },
			{ method: "POST", url: `/v1/templates/${app}/update`, body: {}, headers: { "if-match": "*" } },
			{ method: "DELETE", url: `/v1/mcis/${web}/channels/production` },
		];
		for (const question of writes) {
			problemIn(await api.ask({ ...question, as: "reader" }), 403, "permission-denied");
			problemIn(await api.ask({ ...question, as: null }), 401, "token-missing");
		}
		await move("2");
		for (const question of writes)
			expect((await api.ask({ ...question, as: "writer" })).statusCode, question.url).toBeLessThan(300);
	});
});
