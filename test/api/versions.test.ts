import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ComponentKind } from "../../src/core/component/index.ts";
import { authenticator } from "../../src/registry/sign-in/authenticate.ts";
import { type Place, pathOf, type Scene, sceneOf } from "../version-scenes.ts";
import { type Body, bodyOf, engines, problemIn, type Question, useApi } from "./start-api.ts";

const kinds = [
	{ kind: "mci", path: "/v1/mcis" },
	{ kind: "template", path: "/v1/templates" },
	{ kind: "script", path: "/v1/scripts" },
] as const satisfies readonly { kind: ComponentKind; path: string }[];

const any = { "if-match": "*" };
const cases = engines.flatMap((engine) => kinds.map((kind) => ({ engine, ...kind })));

describe.each(cases)("versions of a $kind on $engine", ({ engine, kind, path }) => {
	const api = useApi(engine);
	let scene: Scene;
	let made = 0;
	/** Used only by this test: two commits, a=v1 and then a=v2 b=v1. */
	let name: string;
	let copy: string;

	beforeAll(async () => {
		const actor = await authenticator(api.registry.needs).actorOf({
			kind: "token",
			secret: await api.newToken("admin"),
		});
		scene = sceneOf(api.registry.needs, actor);
	});
	beforeEach(async () => {
		made++;
		[name, copy] = [`web ${made}`, `copy-${made}`];
		await scene.make(kind, name);
		await scene.put(kind, name, { a: "v1" });
		await scene.commit(kind, name, "first");
		await scene.put(kind, name, { a: "v2", b: "v1" });
		await scene.commit(kind, name, "second");
	});

	const at = (one = name) => `${path}/${encodeURIComponent(one)}`;
	const ask = (question: Omit<Question, "url"> & { readonly verb?: string; readonly of?: string }) => {
		const { verb = "", of = name, ...rest } = question;
		return api.ask({ url: `${at(of)}${verb}`, as: "writer", ...rest });
	};
	const post = (verb: string, body?: object, more: Partial<Question> & { readonly of?: string } = {}) =>
		ask({ method: "POST", verb: `/${verb}`, headers: any, ...(body === undefined ? {} : { body }), ...more });
	const clone = async (revision = "1", of = name) => bodyOf(await post("clone", { name: copy, revision }, { of }), 201);
	const tagOf = async (one = name) => String((await api.ask({ url: at(one) })).headers["etag"]);
	const places = (ref: string) => scene.read(kind, ref);
	const own = (place: Place) => pathOf(kind, place);

	describe("are merged", () => {
		it("with the revision that was merged, the merge base, and the changes", async () => {
			await clone();
			await scene.put(kind, copy, { d: "own" });
			const before = await tagOf(copy);
			const response = await post("merge", { from: `${name}@2` }, { of: copy, headers: { "if-match": before } });
			const merged = bodyOf(response);
			expect(merged).toMatchObject({
				[kind]: { name: copy },
				theirs: { name, number: 2 },
				base: { name, number: 1 },
				conflicts: [],
				names: {},
			});
			expect(merged.changes).toHaveLength(2);
			expect(response.headers["etag"]).toBe(await tagOf(copy));
			expect(await places(`${copy}@head`)).toEqual({ a: "v2", b: "v1", d: "own" });
		});

		it("only when their conflicts are answered; until then nothing changes", async () => {
			await clone();
			await scene.put(kind, copy, { a: "own" });
			const before = await tagOf(copy);
			const { details } = problemIn(await post("merge", { from: `${name}@2` }, { of: copy }), 409, "merge-conflicts");
			expect(details).toMatchObject({ paths: own("a"), conflicts: [{ path: own("a") }] });
			const tried = bodyOf(await post("merge?dryRun=true", { from: `${name}@2` }, { of: copy }));
			expect(tried.conflicts).toMatchObject([{ path: own("a") }]);
			expect(JSON.stringify(tried.conflicts)).toMatch(/"base":.*v1.*"ours":.*own.*"theirs":.*v2/);
			expect(await tagOf(copy)).toBe(before);
			const answers = { [own("a")]: { take: "value", value: "both" } };
			bodyOf(await post("merge", { from: `${name}@2`, answers }, { of: copy }));
			expect(await places(`${copy}@head`)).toEqual({ a: "both", b: "v1" });
		});

		it.each([
			[{ from: "" }, 400, "reference-invalid"],
			[{ from: "absent" }, 404, undefined],
			[{ from: "{name}@9" }, 404, "revision-not-found"],
			[{ from: "{name}", base: "{name}@9" }, 404, "revision-not-found"],
			[{ from: "{name}", answers: { nowhere: { take: "ours" } } }, 400, "merge-answer-invalid"],
			[{ from: "{name}", answers: { nowhere: { take: "both" } } }, 400, "input-invalid"],
			[{ from: "{name}", answers: { nowhere: { take: "value" } } }, 400, "input-invalid"],
			[{ from: "{name}", answers: [] }, 400, "input-invalid"],
			[{}, 400, "input-invalid"],
		] as const)("but not with %j", async (body, status, code) => {
			await clone();
			const before = await tagOf(copy);
			const text = JSON.stringify(body).replaceAll("{name}", name);
			problemIn(await post("merge", JSON.parse(text), { of: copy }), status, code ?? `${kind}-not-found`);
			expect(await tagOf(copy)).toBe(before);
		});
	});

	describe("are patched", () => {
		const changesOf = async (): Promise<Body> =>
			bodyOf(
				await api.ask({
					url: `/v1/diff?kind=${kind}&from=${encodeURIComponent(`${name}@1`)}&to=${encodeURIComponent(`${name}@2`)}`,
				}),
			).changes;

		it("with the changes of a diff, strictly", async () => {
			await clone();
			const changes = await changesOf();
			const tried = bodyOf(await post("patch?dryRun=true", { changes }, { of: copy }));
			expect([tried.changes, await places(`${copy}@head`)]).toEqual([changes, { a: "v1" }]);
			const response = await post("patch", { changes }, { of: copy });
			expect(bodyOf(response).changes).toEqual(changes);
			expect(response.headers["etag"]).toBe(await tagOf(copy));
			expect(await places(`${copy}@head`)).toEqual({ a: "v2", b: "v1" });
			await scene.put(kind, copy, { a: "own" });
			const { details } = problemIn(await post("patch", { changes }, { of: copy }), 409, "patch-rejected");
			expect(details).toMatchObject({
				name: copy,
				count: 1,
				rejected: [{ path: expect.stringContaining(own("a").replace(/\.default$/, "")) }],
			});
		});

		it.each<readonly [object, string]>([
			[{}, "input-invalid"],
			[{ changes: [{ kind: "text-changed" }] }, "input-invalid"],
			[{ changes: [{ kind: "nonsense", before: "a", after: "b" }] }, "input-invalid"],
			[{ changes: [{ kind: "text-changed", field: "digest", before: "a", after: "b" }] }, "input-invalid"],
			[
				{ changes: [{ kind: "setting-changed", cloud: "gcp", field: "image", before: "a", after: "b" }] },
				"input-invalid",
			],
			[
				{ changes: [{ kind: "setting-changed", cloud: "gcp", field: "kernel", before: null, after: 7 }] },
				"input-invalid",
			],
			[
				{ changes: [{ kind: "text-changed", field: "description", before: "made", after: "x".repeat(20_000) }] },
				"component-invalid",
			],
			[{ changes: [{ kind: "tag-added", tag: " x" }] }, "component-invalid"],
		])("but not with %j", async (body, code) => {
			const before = await tagOf();
			problemIn(await post("patch", body), 400, code as "input-invalid");
			expect(await tagOf()).toBe(before);
		});
	});

	describe("are cloned", () => {
		it("to a new address, and name their origin", async () => {
			const { lineage } = bodyOf(await api.ask({ url: at() }))[kind];
			const response = await post("clone", { name: copy, description: "mine" });
			expect(bodyOf(response, 201)).toMatchObject({
				name: copy,
				description: "mine",
				latest: 0,
				clonedFrom: { lineage, name, revision: 2 },
			});
			expect(response.headers).toMatchObject({ location: at(copy), etag: await tagOf(copy) });
			expect(bodyOf(await api.ask({ url: at(copy) }))[kind].clonedFrom).toEqual({ lineage, name, revision: 2 });
			expect(bodyOf(await api.ask({ url: at() }))[kind].clonedFrom).toBeNull();
		});

		it.each([
			[{ name: "{name}" }, 409, "exists"],
			[{ name: "{copy}", revision: "9" }, 404, "revision-not-found"],
			[{ name: "{copy}", revision: "stable" }, 404, "channel-not-found"],
			[{ name: "{copy}", revision: "1@1" }, 400, "reference-invalid"],
			[{ name: "a/b" }, 400, "component-name-invalid"],
			[{}, 400, "input-invalid"],
		] as const)("but not as %j", async (body, status, code) => {
			const text = JSON.stringify(body).replaceAll("{name}", name).replaceAll("{copy}", copy);
			problemIn(await post("clone", JSON.parse(text)), status, code === "exists" ? `${kind}-exists` : code);
		});

		it("but not from an address that is not a valid name", async () => {
			problemIn(
				await api.ask({ method: "POST", url: `${path}/default%2Fweb/clone`, body: { name: copy } }),
				404,
				`${kind}-not-found`,
			);
		});
	});

	describe("are renamed", () => {
		it("and also found under the old name", async () => {
			const tried = await post("rename?dryRun=true", { name: copy });
			expect([bodyOf(tried).name, tried.headers["etag"], (await api.ask({ url: at(copy) })).statusCode]).toEqual([
				copy,
				undefined,
				404,
			]);
			const response = await post("rename", { name: copy });
			expect(bodyOf(response)).toMatchObject({ name: copy, latest: 2 });
			expect(response.headers).toMatchObject({ location: at(copy), etag: await tagOf(copy) });
			for (const one of [name, copy]) {
				const shown = bodyOf(await api.ask({ url: at(one) }));
				expect(shown).toMatchObject({ [kind]: { name: copy }, formerNames: [{ name, until: expect.any(String) }] });
				expect(bodyOf(await api.ask({ url: `${at(one)}/revisions/2` }))).toMatchObject({
					[kind]: copy,
					commit: { [kind]: copy, number: 2 },
				});
				expect(bodyOf(await api.ask({ url: `${at(one)}/revisions` })).items[0][kind]).toBe(copy);
			}
			problemIn(await api.ask({ method: "POST", url: path, body: { name } }), 409, "name-kept");
			const committed = await scene.put(kind, name, { c: "v1" }).then(() => post("revisions", { message: "third" }));
			expect([bodyOf(committed, 201).revision[kind], committed.headers["location"]]).toEqual([
				copy,
				`${at(copy)}/revisions/3`,
			]);
			bodyOf(await post("rename", { name: copy, forgetFormerNames: true }, { of: copy }));
			problemIn(await api.ask({ url: at() }), 404, `${kind}-not-found`);
			bodyOf(await api.ask({ method: "POST", url: path, body: { name } }), 201);
		});

		it("and what was cached under the old name is revalidated", async () => {
			const url = `${at()}/revisions/1`;
			const etag = String((await api.ask({ url })).headers["etag"]);
			// A template's answer has the names of other components, which can change without it, so it is always sent in
			// full.
			expect((await api.ask({ url, headers: { "if-none-match": etag } })).statusCode).toBe(
				kind === "template" ? 200 : 304,
			);
			bodyOf(await post("rename", { name: copy }));
			expect(bodyOf(await api.ask({ url, headers: { "if-none-match": etag } }))[kind]).toBe(copy);
		});

		it.each([
			[{ name: "a@b" }, 400, "component-name-invalid"],
			[{ name: "x", forgetFormerNames: "yes" }, 400, "input-invalid"],
			[{}, 400, "input-invalid"],
		] as const)("but not with %j", async (body, status, code) => {
			problemIn(await post("rename", body), status, code);
		});
	});

	describe("are deleted", () => {
		it("with all revisions, and a new one under the name is a different component", async () => {
			const url = `${at()}/revisions/1`;
			const etag = String((await api.ask({ url })).headers["etag"]);
			expect((await ask({ method: "DELETE", verb: "?dryRun=true", headers: any })).statusCode).toBe(204);
			const response = await ask({ method: "DELETE", headers: { "if-match": await tagOf() } });
			expect([response.statusCode, response.body]).toEqual([204, ""]);
			problemIn(await api.ask({ url }), 404, `${kind}-not-found`);
			await scene.make(kind, name);
			await scene.put(kind, name, { a: "v1" });
			await scene.commit(kind, name, "first");
			bodyOf(await api.ask({ url, headers: { "if-none-match": etag } }));
		});
	});

	describe("are restored and undone", () => {
		it("by edits of HEAD that can be undone", async () => {
			const tried = bodyOf(await post("restore?dryRun=true", { to: "1" }));
			expect([tried.from, tried.changes.length, await places(`${name}@head`)]).toEqual([
				expect.objectContaining({ name, number: 1 }),
				2,
				{ a: "v2", b: "v1" },
			]);
			const restored = await post("restore", { to: `${name}@1` });
			expect(bodyOf(restored)).toMatchObject({ [kind]: { name, latest: 2 }, from: { number: 1 } });
			expect([restored.headers["etag"], await places(`${name}@head`)]).toEqual([await tagOf(), { a: "v1" }]);
			expect(bodyOf(await post("undo?dryRun=true")).undone).toBe(`${kind}.restore`);
			const undone = await post("undo");
			expect([bodyOf(undone).undone, undone.headers["etag"]]).toEqual([`${kind}.restore`, await tagOf()]);
			expect(await places(`${name}@head`)).toEqual({ a: "v2", b: "v1" });
			expect(bodyOf(await post("undo")).undone).toBe(`${kind}.undo`);
			expect(await places(`${name}@head`)).toEqual({ a: "v1" });
		});

		it("but not to a missing revision, and not over a commit", async () => {
			problemIn(await post("restore", { to: "9" }), 404, "revision-not-found");
			problemIn(await post("restore", { to: "a@b@c" }), 400, "reference-invalid");
			problemIn(await post("restore", {}), 400, "input-invalid");
			problemIn(await post("undo"), 409, "undo-nothing");
		});
	});

	describe("are compared", () => {
		const diff = (query: Record<string, string>) =>
			api.ask({ url: `/v1/diff?${new URLSearchParams({ kind, ...query })}`, as: "reader" });

		it("with their predecessors, and across lineages", async () => {
			await scene.put(kind, name, { c: "v1" });
			const uncommitted = bodyOf(await diff({ to: `${name}@head` }));
			expect(uncommitted).toMatchObject({ from: { name, number: 2 }, to: { name, number: 0 }, names: {} });
			expect(uncommitted.changes).toHaveLength(1);
			expect(bodyOf(await diff({ to: name }))).toMatchObject({ from: { number: 1 }, to: { number: 2 } });
			expect(bodyOf(await diff({ to: `${name}@1` })).from).toBeNull();
			await clone("2");
			expect(bodyOf(await diff({ from: name, to: `${copy}@head` })).changes).toEqual([
				{ kind: "text-changed", field: "name", before: name, after: copy },
			]);
		});

		it("but not if one of them does not exist, or the kind is unknown", async () => {
			problemIn(await diff({ to: "absent" }), 404, `${kind}-not-found`);
			problemIn(await diff({ to: name, from: `${name}@9` }), 404, "revision-not-found");
			problemIn(await diff({ to: "" }), 400, "reference-invalid");
			problemIn(await diff({}), 400, "input-invalid");
			problemIn(await diff({ to: name, kind: "image" }), 400, "input-invalid");
		});
	});

	describe("their commits", () => {
		it("record the lint findings and the reason for the override permanently", async () => {
			const lint = { rule: "no-settings", kind: "mci" };
			await scene.put(kind, name, { a: null, b: null });
			const committed = bodyOf(await post("revisions", { message: "empty", overrideLint: "on purpose" }), 201);
			expect(committed).toMatchObject({
				revision: { number: 3, notes: committed.notes },
				dependencies: [],
				findings: expect.any(Array),
			});
			const shown = bodyOf(await api.ask({ url: `${at()}/revisions` })).items[0];
			expect(shown).toMatchObject({ number: 3, message: "empty", notes: committed.notes });
			const errors = committed.findings.filter(({ severity }: { severity: string }) => severity === "error");
			expect(committed.notes).toHaveLength(errors.length > 0 ? 1 : 0);
			if (kind === lint.kind) expect(committed.findings.map(({ rule }: { rule: string }) => rule)).toContain(lint.rule);
			for (const finding of committed.findings)
				expect(Object.keys(finding).sort()).toEqual(["cure", "place", "rule", "severity", "text"]);
		});

		it("refuse an empty reason", async () => {
			await scene.put(kind, name, { c: "v1" });
			problemIn(await post("revisions", { message: "m", overrideLint: " " }), 400, "message-invalid");
		});
	});

	describe("of another account", () => {
		it("are invisible, and a component of the same name in one's own account is untouched", async () => {
			const token = await api.newToken("admin", `elsewhere-${kind}-${made}`);
			const others: readonly (readonly [string, object | undefined])[] = [
				["merge", { from: name }],
				["patch", { changes: [] }],
				["clone", { name: "x" }],
				["rename", { name: "x" }],
				["restore", { to: "1" }],
				["undo", undefined],
				["revisions", { message: "m" }],
			];
			for (const [verb, body] of others) {
				const { details } = problemIn(await post(verb, body, { as: token }), 404, `${kind}-not-found`);
				expect([verb, details.near]).toEqual([verb, []]);
			}
			problemIn(await ask({ method: "DELETE", headers: any, as: token }), 404, `${kind}-not-found`);
			problemIn(
				await api.ask({ url: `/v1/diff?kind=${kind}&to=${encodeURIComponent(name)}`, as: token }),
				404,
				`${kind}-not-found`,
			);
			problemIn(
				await api.ask({ url: `/v1/diff?kind=${kind}&to=default/${encodeURIComponent(name)}`, as: token }),
				404,
				"account-not-found",
			);
			bodyOf(await api.ask({ method: "POST", url: path, body: { name: copy }, as: token }), 201);
			problemIn(await post("merge", { from: name }, { of: copy, as: token }), 404, `${kind}-not-found`);
			problemIn(await post("merge", { from: `default/${name}` }, { of: copy, as: token }), 404, "account-not-found");
			problemIn(await post("restore", { to: `default/${name}@1` }, { of: copy, as: token }), 404, "account-not-found");
			expect(await places(`${name}@head`)).toEqual({ a: "v2", b: "v1" });
		});
	});

	it.each([
		["POST", "/merge", { from: "{name}@1", base: "{name}@2" }],
		["POST", "/patch", { changes: [{ kind: "tag-added", tag: "x" }] }],
		["POST", "/rename", { name: "{copy}" }],
		["POST", "/restore", { to: "1" }],
		["POST", "/undo", undefined],
		["DELETE", "", undefined],
	] as const)("are changed by %s %s only with the ETag of the HEAD that was read", async (method, verb, body) => {
		await scene.put(kind, name, { d: "v1" });
		const sent = body && JSON.parse(JSON.stringify(body).replaceAll("{name}", name).replaceAll("{copy}", copy));
		const send = (headers: Record<string, string>) => ask({ method, verb, headers, ...(sent ? { body: sent } : {}) });
		const before = await tagOf();
		problemIn(await send({}), 428, "head-condition-missing");
		for (const tag of [`W/${before}`, '"head-x"', "garbage"])
			problemIn(await send({ "if-match": tag }), 412, "head-stale");
		await scene.put(kind, name, { c: "theirs" });
		const { details } = problemIn(await send({ "if-match": before }), 412, "head-stale");
		expect(details).toMatchObject({ name, changed: [{ act: `${kind}.patch` }] });
		expect((await send({ "if-match": await tagOf() })).statusCode).toBeLessThan(300);
		problemIn(
			await ask({ method, verb, of: "absent", headers: any, ...(sent ? { body: sent } : {}) }),
			404,
			`${kind}-not-found`,
		);
	});
});

describe.each(engines)("templates and scripts on %s", (engine) => {
	const api = useApi(engine);
	let scene: Scene;
	beforeAll(async () => {
		scene = sceneOf(
			api.registry.needs,
			await authenticator(api.registry.needs).actorOf({ kind: "token", secret: await api.newToken("admin") }),
		);
	});

	it.each(["/v1/templates", "/v1/scripts"])("are created, found and described at %s", async (path) => {
		const kind = path === "/v1/templates" ? "template" : "script";
		const made = await api.ask({
			method: "POST",
			url: path,
			body: { name: "setup", description: "About", tags: ["b", "a"] },
			as: "writer",
		});
		expect(bodyOf(made, 201)).toMatchObject({
			name: "setup",
			tags: ["a", "b"],
			latest: 0,
			headVersion: 1,
			clonedFrom: null,
		});
		expect(made.headers).toMatchObject({ location: `${path}/setup`, etag: '"head-1"' });
		problemIn(await api.ask({ method: "POST", url: path, body: { name: "setup" } }), 409, `${kind}-exists`);
		problemIn(await api.ask({ method: "POST", url: path, body: { name: "a/b" } }), 400, "component-name-invalid");
		problemIn(await api.ask({ method: "POST", url: path, body: {} }), 400, "input-invalid");
		const shown = await api.ask({ url: `${path}/setup` });
		expect(bodyOf(shown)).toMatchObject({
			[kind]: { name: "setup" },
			formerNames: [],
			inputs: kind === "template" ? {} : [],
		});
		expect(
			(await api.ask({ url: `${path}/setup`, headers: { "if-none-match": String(shown.headers["etag"]) } })).statusCode,
		).toBe(kind === "template" ? 200 : 304);
		const described = await api.ask({
			method: "PATCH",
			url: `${path}/setup`,
			headers: { "if-match": '"head-1"' },
			body: { description: "Other" },
		});
		expect(bodyOf(described)).toMatchObject({
			[kind]: { description: "Other", tags: ["a", "b"] },
			changes: [{ kind: "text-changed" }],
		});
		problemIn(
			await api.ask({ method: "PATCH", url: `${path}/setup`, headers: { "if-match": '"head-1"' }, body: {} }),
			412,
			"head-stale",
		);
		problemIn(await api.ask({ method: "PATCH", url: `${path}/setup`, body: {} }), 428, "head-condition-missing");
		problemIn(await api.ask({ url: `${path}/absent` }), 404, `${kind}-not-found`);
		problemIn(await api.ask({ url: `${path}/setup/revisions/latest` }), 404, "nothing-committed");
	});

	it("are listed by page, in order, and found by text", async () => {
		for (let i = 0; i < 7; i++) await scene.make("template", `listed-${i}`);
		await scene.make("script", "listed-0");
		const names: string[] = [];
		let cursor: string | null = null;
		do {
			const query = new URLSearchParams({ text: "listed", limit: "3", ...(cursor === null ? {} : { cursor }) });
			const page: Body = bodyOf(await api.ask({ url: `/v1/templates?${query}` }));
			names.push(...page.items.map((one: { name: string }) => one.name));
			cursor = page.next;
		} while (cursor !== null);
		expect(names).toEqual(Array.from({ length: 7 }, (_, i) => `listed-${i}`));
		const newest: Body = bodyOf(await api.ask({ url: "/v1/templates?sort=updated&limit=1" }));
		expect(newest.items).toHaveLength(1);
		problemIn(await api.ask({ url: "/v1/templates?cursor=x" }), 400, "cursor-invalid");
	});

	it("pin by name: a commit needs a decision about HEADs, and components in use can't be deleted", async () => {
		await scene.make("mci", "base");
		await scene.put("mci", "base", { a: "v1" });
		await scene.make("template", "site");
		await scene.pin("site", { base: 0 });
		const lineage = bodyOf(await api.ask({ url: "/v1/mcis/base" })).mci.lineage;
		const head = bodyOf(await api.ask({ url: "/v1/templates/site" }));
		expect(head).toMatchObject({
			mcis: [{ lineage, name: "base", revision: 0, digest: null }],
			defaultMci: lineage,
			names: { [lineage]: "base" },
		});
		const commit = (body: object) =>
			api.ask({ method: "POST", url: "/v1/templates/site/revisions", headers: any, body: { message: "m", ...body } });
		const { details } = problemIn(await commit({}), 409, "template-pins-head");
		expect(details).toMatchObject({ heads: ["base"] });
		const kept = bodyOf(await commit({ heads: "keep" }), 201);
		expect(kept).toMatchObject({
			revision: { number: 1, notes: [{ code: "pins-head" }] },
			notes: [{ code: "pins-head" }],
			dependencies: [],
		});
		const committed = bodyOf(await commit({ heads: "commit" }), 201);
		expect(committed).toMatchObject({
			revision: { number: 2, notes: [] },
			dependencies: [{ kind: "mci", name: "base", number: 1 }],
		});
		problemIn(await commit({ heads: "commit" }), 409, "nothing-to-commit");
		problemIn(await commit({ heads: "drop" }), 400, "input-invalid");
		const shown = bodyOf(await api.ask({ url: "/v1/templates/site/revisions/2" }));
		expect(shown.mcis).toMatchObject([{ name: "base", revision: 1, digest: committed.dependencies[0].digest }]);
		const diff = bodyOf(await api.ask({ url: "/v1/diff?kind=template&to=site@2" }));
		expect([diff.changes, diff.names]).toMatchObject([
			[{ kind: "mci-changed", lineage, before: { revision: 0 }, after: { revision: 1 } }],
			{ [lineage]: "base" },
		]);
		const refused = problemIn(
			await api.ask({ method: "DELETE", url: "/v1/mcis/base", headers: any }),
			409,
			"component-used",
		);
		expect(refused.details).toMatchObject({ users: "template site", usages: expect.any(Array) });
		expect((await api.ask({ method: "DELETE", url: "/v1/templates/site", headers: any })).statusCode).toBe(204);
		expect((await api.ask({ method: "DELETE", url: "/v1/mcis/base", headers: any })).statusCode).toBe(204);
	});
});
