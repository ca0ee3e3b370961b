import { beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "../../src/registry/accounts/prepare-registry.ts";
import { setLifecycle } from "../../src/registry/lifecycles/set-lifecycle.ts";
import { makeWorkedWorld, type WorkedWorld } from "../worked-world.ts";
import { bodyOf, engines, problemIn, type Question, useApi } from "./start-api.ts";

const web = { template: "web@2", cloud: "us-east" } as const;
const any = { "if-match": "*" } as const;

describe.each(engines)("servers through the API on %s", (engine) => {
	const api = useApi(engine, { publicRead: true });
	let world: WorkedWorld;
	let made = 0;
	beforeAll(async () => {
		world = await makeWorkedWorld(api.registry.needs, systemActor(api.registry.account));
	});

	const post = (url: string, body?: unknown, more: Partial<Question> = {}) =>
		api.ask({ method: "POST", url, ...(body === undefined ? {} : { body }), ...more });
	const patch = (url: string, body: unknown, headers: Record<string, string> = any) =>
		api.ask({ method: "PATCH", url, body, headers });
	/** Adds a server under a name that no other test uses; returns its address. */
	const add = async (more: object = {}) => {
		const name = `s ${++made}`;
		const answer = await post("/v1/servers", { deployment: "prod", name, ...web, ...more });
		bodyOf(answer, 201);
		return String(answer.headers.location);
	};

	it("are added, shown and deleted", async () => {
		const answer = await post("/v1/servers", {
			deployment: "prod",
			name: "é 1",
			description: "first",
			...web,
			instanceType: "xl",
		});
		const server = bodyOf(answer, 201);
		expect(server).toMatchObject({
			...{
				deployment: "prod",
				name: "é 1",
				description: "first",
				state: "inactive",
				version: 1,
				cloud: "us-east",
				cloudType: "acme",
			},
			template: { name: "web", revision: 2, ref: "web@2", follows: "2" },
			mci: { name: "A", revision: 4, ref: "A@4" },
			image: { uid: "img1" },
			...{ instanceType: "xl", userData: "U1", sentUserData: "U1", sentBytes: 2, overridden: ["instanceType"] },
			overrides: { mci: null, image: null, instanceType: "xl", inputs: {} },
			warnings: [],
		});
		const place = "/v1/deployments/prod/servers/%C3%A9%201";
		expect(answer.headers).toMatchObject({ location: place, etag: '"server-1"' });
		const shown = await api.ask({ url: place });
		expect(bodyOf(shown)).toEqual(server);
		expect(shown.headers.etag).toBe('"server-1"');
		problemIn(await post("/v1/servers", { deployment: "prod", name: "é 1", ...web }), 409, "server-exists");
		problemIn(
			await api.ask({ method: "DELETE", url: place, headers: { "if-match": '"server-2"' } }),
			412,
			"version-stale",
		);
		expect((await api.ask({ method: "DELETE", url: place, headers: { "if-match": '"server-1"' } })).statusCode).toBe(
			204,
		);
		problemIn(await api.ask({ url: place }), 404, "server-not-found");
	});

	it.each<{ body: object; status: number; code: Parameters<typeof problemIn>[2] }>([
		{ body: { deployment: "nowhere" }, status: 404, code: "deployment-not-found" },
		{ body: { template: "wbe" }, status: 404, code: "template-not-found" },
		{ body: { template: "a@b@c/" }, status: 400, code: "reference-invalid" },
		{ body: { template: "other/web" }, status: 404, code: "account-not-found" },
		{ body: { mci: "Z" }, status: 404, code: "mci-not-found" },
		{ body: { cloud: "tokyo" }, status: 404, code: "not-resolved" },
		{ body: { cloud: "sydney" }, status: 409, code: "resolve-refused" },
		{ body: { cloud: "tokyo", image: "imgT" }, status: 400, code: "instance-type-missing" },
		{ body: { cloud: "Not A Cloud" }, status: 400, code: "cloud-slug-invalid" },
		{ body: { name: "a/b" }, status: 400, code: "component-name-invalid" },
		{ body: { inputs: { "no name": "" } }, status: 400, code: "component-invalid" },
		{ body: { kernel: "" }, status: 400, code: "server-invalid" },
		{ body: { cloud: 7 }, status: 400, code: "input-invalid" },
	])("are refused with what is wrong: $code for $body", async ({ body, status, code }) => {
		problemIn(await post("/v1/servers", { deployment: "prod", name: "refused", ...web, ...body }), status, code);
	});

	it("are previewed with every objection, also by readers", async () => {
		const good = bodyOf(await post("/v1/servers/preview", { ...web, deployment: "prod" }, { as: "reader" }));
		expect(good).toMatchObject({
			template: { ref: "web@2", follows: "2" },
			eligibleClouds: ["eu-west", "sydney", "us-east"],
			mcis: [
				{ ref: "A@4", isDefault: true, image: { uid: "img1" } },
				{ ref: "B@1", architecture: "arm64" },
			],
			resolved: { mci: { ref: "A@4" }, image: { uid: "img1" }, instanceType: "large" },
			sent: { userData: "U1", bytes: 2, limit: null, parts: [{ from: "setting" }] },
			...{ missingInputs: [], warnings: [], problems: [] },
		});
		const refused = bodyOf(await post("/v1/servers/preview", { ...web, cloud: "sydney" }, { as: null }));
		expect(refused).toMatchObject({
			resolved: null,
			sent: null,
			problems: [{ code: "resolve-refused", status: 409, details: { instead: { mcis: ["B@1"] } } }],
		});
	});

	it("are edited on the version that was read, first as a dry run", async () => {
		const place = await add();
		problemIn(await api.ask({ method: "PATCH", url: place, body: { kernel: "k" } }), 428, "version-condition-missing");
		problemIn(await patch(place, { kernel: "k" }, { "if-match": '"head-1"' }), 412, "version-stale");
		problemIn(await patch(place, { kernel: "k" }, { "if-match": "nonsense" }), 412, "version-stale");
		const told = await patch(`${place}?dryRun=true`, { mci: "B" }, { "if-match": '"server-1"' });
		expect(told.headers.etag).toBeUndefined();
		expect(bodyOf(told)).toMatchObject({
			changed: true,
			summary: "img1 → img9, instance type large → arm.large, other user data, A@4 → B@1",
			differences: [
				{ property: "image", before: "img1", after: "img9" },
				{ property: "instanceType", before: "large", after: "arm.large" },
				{ property: "userData", before: "U1", after: null },
				{ property: "mci", before: "A@4", after: "B@1" },
			],
			server: { version: 1, overrides: { mci: "B" } },
		});
		const kept = await patch(place, { mci: "B@1", kernel: "k" }, { "if-match": '"server-1"' });
		expect(kept.headers.etag).toBe('"server-2"');
		expect(bodyOf(kept).server).toMatchObject({
			image: { uid: "img9" },
			kernel: "k",
			overrides: { mci: "B@1", kernel: "k" },
			overridden: ["mci", "kernel"],
		});
		const problem = problemIn(await patch(place, { kernel: "l" }, { "if-match": '"server-1"' }), 412, "version-stale");
		expect(problem.details).toMatchObject({ have: 1, now: 2, changed: [{ act: "server.edit" }] });
		expect(bodyOf(await patch(place, { mci: null, kernel: null }))).toMatchObject({
			changed: true,
			server: { image: { uid: "img1" }, kernel: null, overridden: [] },
		});
		expect(bodyOf(await patch(place, { kernel: null }))).toMatchObject({
			changed: false,
			summary: null,
			differences: [],
			server: { version: 3 },
		});
	});

	it("adopt updates, one by one and together", async () => {
		const [follows, fixed] = [await add({ template: "web", cloud: "eu-west" }), await add({ cloud: "eu-west" })];
		await world.act({
			act: "edit-head",
			mci: "A",
			cloud: "eu-west",
			setting: { image: "img8", instanceType: "large" },
		});
		await world.act({ act: "commit", mci: "A", revision: 5 });
		await world.act({ act: "template-takes", mci: "A", revision: 5 });
		const update = { kind: "newer-template", summary: "img2 → img8, A@4 → A@5" };
		const differences = [
			{ property: "template", before: "web@2", after: "web@3" },
			{ property: "image", before: "img2", after: "img8" },
			{ property: "mci", before: "A@4", after: "A@5" },
		];
		expect(bodyOf(await api.ask({ url: `${follows}/updates`, as: "reader" }))).toEqual({
			updates: [{ ...update, differences, command: expect.stringMatching(/^mci server re-inherit 'prod\/s \d+'$/) }],
			findings: [],
		});
		const { updates } = bodyOf(await api.ask({ url: `${fixed}/updates` }));
		expect(updates).toEqual([
			{ ...update, differences, command: expect.stringMatching(/^mci server move 'prod\/s \d+' --template web@3$/) },
		]);
		const list = bodyOf(await api.ask({ url: "/v1/servers?cloud=eu-west&hasUpdate=true" }));
		expect(list.items.map((item: { updates: { summary: string }[] }) => item.updates[0]?.summary)).toEqual([
			update.summary,
			update.summary,
		]);
		expect(bodyOf(await post(`${follows}/re-inherit?dryRun=true`, undefined, { headers: any }))).toMatchObject({
			changed: true,
			differences,
		});
		const many = { deployment: "prod", cloud: "eu-west" };
		const tried = bodyOf(await post("/v1/servers/re-inherit?dryRun=true", many));
		expect(tried.items).toMatchObject([
			{ outcome: "changed", summary: update.summary, problem: null },
			{ outcome: "unchanged", summary: null },
		]);
		problemIn(await post(`${follows}/re-inherit`, undefined), 428, "version-condition-missing");
		expect(
			bodyOf(await post(`${follows}/re-inherit`, undefined, { headers: { "if-match": '"server-1"' } })).server,
		).toMatchObject({
			image: { uid: "img8" },
			version: 2,
		});
		expect(bodyOf(await post(`${fixed}/move`, { template: "web@3" }, { headers: any }))).toMatchObject({
			changed: true,
			server: { template: { follows: "3" } },
		});
		expect(bodyOf(await post("/v1/servers/re-inherit", many)).items).toMatchObject([
			{ outcome: "unchanged" },
			{ outcome: "unchanged" },
		]);
		await world.act({ act: "image-disappears", cloud: "eu-west", image: "img8" });
		const refused = bodyOf(await post("/v1/servers/re-inherit", many));
		expect(refused.items).toMatchObject([
			{ outcome: "refused", problem: { code: "resolve-refused" } },
			{ outcome: "refused" },
		]);
		problemIn(await post(`${follows}/re-inherit`, undefined, { headers: any }), 409, "resolve-refused");
		const launch = problemIn(await post(`${follows}/launch`), 409, "launch-refused");
		expect(launch.details).toMatchObject({ reasons: [{ code: "image-deleted" }] });
	});

	it("name the missing connection at launch", async () => {
		const problem = problemIn(
			await post(`${await add({ cloud: "aws-us-east-1", image: "ami-00000001", instanceType: "m5.large" })}/launch`),
			501,
			"cloud-connection-missing",
		);
		expect(problem).toMatchObject({
			details: { cloud: "aws-us-east-1", type: "aws" },
			detail: expect.stringContaining("ec2:RunInstances"),
		});
	});

	it("are exported for other tools, in the requested format", async () => {
		const place = await add({
			cloud: "aws-us-east-1",
			image: "ami-00000001",
			instanceType: "m5.large",
			userData: "#!/bin/sh\nüñ\n",
		});
		const init = await api.ask({ url: `${place}/export?format=cloud-init`, as: "reader" });
		expect([init.statusCode, init.headers["content-type"], init.body]).toEqual([
			200,
			"text/plain; charset=utf-8",
			"#!/bin/sh\nüñ\n",
		]);
		expect(bodyOf(await api.ask({ url: `${place}/export` }))).toMatchObject({
			image: { uid: "ami-00000001" },
			userData: "#!/bin/sh\nüñ\n",
		});
		expect(Object.keys(bodyOf(await api.ask({ url: `${place}/export?format=terraform` })).resource)).toEqual([
			"aws_instance",
		]);
		problemIn(await api.ask({ url: `${await add()}/export?format=terraform` }), 501, "export-unsupported");
		problemIn(await api.ask({ url: `${place}/export?format=yaml` }), 400, "input-invalid");
	});

	it("are listed page by page", async () => {
		const all = bodyOf(await api.ask({ url: "/v1/servers?limit=500" })).items;
		expect(all.length).toBeGreaterThan(4);
		const pages: unknown[] = [];
		let cursor: string | null = "";
		while (cursor !== null) {
			const page: { items: unknown[]; next: string | null } = bodyOf(
				await api.ask({ url: `/v1/servers?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}` }),
			);
			pages.push(...page.items);
			cursor = page.next;
		}
		expect(pages).toEqual(all);
		problemIn(await api.ask({ url: "/v1/servers?cursor=x" }), 400, "cursor-invalid");
		problemIn(await api.ask({ url: "/v1/servers?state=flying" }), 400, "input-invalid");
	});

	it("are private to their account, and read-only for readers", async () => {
		const place = await add();
		const stranger = await api.newToken("admin", "others");
		for (const [method, url, body] of [
			["POST", "/v1/servers", { deployment: "prod", name: "x", ...web }],
			["PATCH", place, { kernel: "k" }],
			["POST", `${place}/re-inherit`, undefined],
			["POST", `${place}/move`, { template: "web" }],
			["POST", `${place}/launch`, undefined],
			["DELETE", place, undefined],
			["POST", "/v1/servers/re-inherit", {}],
			["POST", "/v1/deployments", { name: "x" }],
			["PATCH", "/v1/deployments/prod", { name: "x" }],
			["POST", "/v1/deployments/prod/clone", { name: "x" }],
			["DELETE", "/v1/deployments/prod", undefined],
		] as const) {
			const question = { method, url, headers: any, ...(body === undefined ? {} : { body }) };
			problemIn(await api.ask({ ...question, as: "reader" }), 403, "permission-denied");
			problemIn(await api.ask({ ...question, as: null }), 401, "token-missing");
			const answer = await api.ask({ ...question, as: stranger });
			if (url === "/v1/deployments") expect(answer.statusCode).toBe(201);
			else if (url === "/v1/servers/re-inherit") expect(bodyOf(answer).items).toEqual([]);
			else problemIn(answer, 404, "deployment-not-found");
		}
		for (const url of [place, `${place}/updates`, `${place}/export`])
			problemIn(await api.ask({ url, as: stranger }), 404, "deployment-not-found");
		expect(bodyOf(await api.ask({ url: "/v1/servers", as: stranger })).items).toEqual([]);
	});

	it("belong to deployments, which are created, edited, copied and deleted", async () => {
		const created = await post("/v1/deployments", { name: "lab 1", inputs: { A: "1" } });
		expect(bodyOf(created, 201)).toMatchObject({ name: "lab 1", description: "", inputs: { A: "1" }, version: 1 });
		expect(created.headers).toMatchObject({ location: "/v1/deployments/lab%201", etag: '"deployment-1"' });
		const place = "/v1/deployments/lab%201";
		expect((await api.ask({ url: place, headers: { "if-none-match": '"deployment-1"' } })).statusCode).toBe(304);
		problemIn(await post("/v1/deployments", { name: "lab 1" }), 409, "deployment-exists");
		problemIn(
			await api.ask({ method: "PATCH", url: place, body: { description: "x" } }),
			428,
			"version-condition-missing",
		);
		problemIn(await patch(place, { description: "x" }, { "if-match": '"server-1"' }), 412, "version-stale");
		const changed = await patch(
			place,
			{ description: "x", inputs: { A: null, B: "2" } },
			{ "if-match": '"deployment-1"' },
		);
		expect(bodyOf(changed)).toMatchObject({ description: "x", inputs: { B: "2" }, version: 2 });
		bodyOf(await post("/v1/servers", { deployment: "lab 1", name: "web", ...web }), 201);
		expect(bodyOf(await post(`${place}/clone`, { name: "lab 2" }), 201)).toMatchObject({
			name: "lab 2",
			description: "x",
			inputs: { B: "2" },
		});
		expect(bodyOf(await api.ask({ url: "/v1/deployments/lab%202/servers/web" }))).toMatchObject({
			deployment: "lab 2",
			image: { uid: "img1" },
		});
		const used = problemIn(await api.ask({ method: "DELETE", url: place, headers: any }), 409, "deployment-used");
		expect(used.details).toMatchObject({ names: ["web"] });
		expect(
			(await api.ask({ method: "DELETE", url: "/v1/deployments/lab%202/servers/web", headers: any })).statusCode,
		).toBe(204);
		expect((await api.ask({ method: "DELETE", url: "/v1/deployments/lab%202", headers: any })).statusCode).toBe(204);
		const listed = bodyOf(await api.ask({ url: "/v1/deployments?text=lab" }));
		expect(listed.items).toMatchObject([{ name: "lab 1", servers: 1 }]);
	});
});

describe.each(engines)("resolving a template through the API on %s", (engine) => {
	const api = useApi(engine, { needs: () => ({ now: () => now }) });
	let world: WorkedWorld;
	let now = "2026-01-01T00:00:00.000Z";
	beforeAll(async () => {
		world = await makeWorkedWorld({ ...api.registry.needs, now: () => now }, systemActor(api.registry.account));
	});

	const resolve = (query: string, headers: Record<string, string> = {}) =>
		api.ask({ url: `/v1/resolve?${query}`, headers });

	it("answers with template and MCI, or only the image id", async () => {
		expect(bodyOf(await resolve("template=web&cloud=us-east&mci=B"))).toMatchObject({
			ref: "web",
			template: { name: "web", revision: 2, ref: "web@2" },
			mci: { ref: "B@1" },
			image: { uid: "img9", facts: { architecture: "arm64" } },
			instanceType: "arm.large",
		});
		const text = await resolve("template=web&cloud=us-east", { accept: "text/plain" });
		expect([text.body, text.headers["content-type"]]).toEqual(["img1\n", "text/plain; charset=utf-8"]);
	});

	it.each(["cloud=us-east", "ref=A&template=web&cloud=us-east", "ref=A&mci=B&cloud=us-east", "template=web"])(
		"refuses %s",
		async (query) => {
			problemIn(await resolve(query), 400, "input-invalid");
		},
	);

	it("caches an answer until something is written, or one of its dates comes", async () => {
		const query = "template=web&cloud=us-east";
		const first = await resolve(query);
		const again = await resolve(query, { "if-none-match": String(first.headers.etag) });
		expect(again.statusCode).toBe(304);
		await setLifecycle({ ...api.registry.needs, now: () => now }, systemActor(api.registry.account), {
			...{ kind: "template", ref: "web@2", state: "deprecated", reason: "old" },
			at: "2026-02-01T00:00:00.000Z",
		});
		expect(bodyOf(await resolve(query)).warnings).toEqual([]);
		now = "2026-02-01T00:00:00.000Z";
		expect(bodyOf(await resolve(query)).warnings).toMatchObject([{ code: "template-deprecated" }]);
		await world.act({ act: "image-disappears", cloud: "us-east", image: "img1" });
		problemIn(await resolve(query), 409, "resolve-refused");
	});
});
