import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
	type Body,
	bodyOf,
	commit,
	engines,
	makeMci,
	problemIn,
	putImage,
	type Question,
	useApi,
} from "./start-api.ts";

const any = { "if-match": "*" };
let made = 0;

describe.each(engines)("the content of templates and scripts on %s", (engine) => {
	const api = useApi(engine);
	let name = "";
	let path = "";

	beforeAll(async () => {
		for (const mci of ["web", "db"]) {
			await makeMci(api, mci, { gcp: `${mci}-1`, "azure-eastus": "ami-1" });
			await commit(api, mci);
		}
		await putImage(api, "web", "gcp", "web-2");
		await commit(api, "web");
		await makeMci(api, "new");
		for (const script of ["setup", "tidy"]) {
			const body = { source: "#!/bin/sh\n", inputs: [{ name: "PORT", default: "80" }] };
			bodyOf(
				await api.ask({ method: "PUT", url: `/v1/scripts/${script}/head`, headers: { "if-none-match": "*" }, body }),
				201,
			);
			bodyOf(
				await api.ask({ method: "POST", url: `/v1/scripts/${script}/revisions`, headers: any, body: { message: "m" } }),
				201,
			);
		}
	});
	beforeEach(async () => {
		name = `shop-${++made}`;
		path = `/v1/templates/${name}`;
		bodyOf(await api.ask({ method: "POST", url: "/v1/templates", body: { name } }), 201);
	});

	const send = (
		method: "PUT" | "POST" | "DELETE" | "PATCH",
		at: string,
		body?: object,
		headers: Record<string, string> = any,
	) => api.ask({ method, url: `${path}${at}`, headers, ...(body === undefined ? {} : { body }) });
	const tagOf = async () => String((await api.ask({ url: path })).headers.etag);
	const text = ({ name, revision, isDefault }: Body) =>
		`${name}@${revision === 0 ? "head" : revision}${isDefault ? "*" : ""}`;
	const mcisIn = (body: Body): string => body.mcis.map(text).join(" ");
	const parts = async (revision = "head") => bodyOf(await api.ask({ url: `${path}/parts?revision=${revision}` }));

	it("add MCIs one by one, swap them, choose the default and remove them", async () => {
		const first = bodyOf(await send("POST", "/mcis", { ref: "web@1" }));
		expect(first).toMatchObject({
			name,
			headVersion: 2,
			mcis: [{ name: "web", revision: 1, latest: 2, isDefault: true, clouds: ["azure-eastus", "gcp"] }],
			changes: [{ kind: "mci-added" }, { kind: "default-changed" }],
		});
		expect(Object.values(first.names)).toEqual(["web"]);
		expect(mcisIn(bodyOf(await send("POST", "/mcis", { ref: "db", default: true })))).toBe("web@1 db@1*");
		expect(mcisIn(bodyOf(await send("PUT", "/mcis/web", { ref: "web" })))).toBe("web@2 db@1*");
		expect(mcisIn(bodyOf(await send("PUT", "/default", { mci: "web" })))).toBe("web@2* db@1");
		expect(mcisIn(bodyOf(await send("PUT", "/mcis/db", { ref: "new@head" })))).toBe("web@2* new@head");
		expect(mcisIn(bodyOf(await send("DELETE", "/mcis/new")))).toBe("web@2*");
		const list = [{ ref: "new" }, { ref: "web@1", default: true }, { ref: "db" }];
		expect(mcisIn(bodyOf(await send("PUT", "/mcis", { mcis: list })))).toBe("new@head web@1* db@1");
		expect(mcisIn(await parts())).toBe("new@head web@1* db@1");
	});

	it("are shown with the current names of the MCIs, though the template is unchanged", async () => {
		const own = `${name}-web`;
		await makeMci(api, own, { gcp: "g" });
		bodyOf(await send("POST", "/mcis", { ref: `${own}@head` }));
		const etag = await tagOf();
		bodyOf(await api.ask({ method: "POST", url: `/v1/mcis/${own}/rename`, headers: any, body: { name: `${own}-2` } }));
		const again = await api.ask({ url: path, headers: { "if-none-match": etag } });
		expect(again.headers.etag).toBe(etag);
		expect(bodyOf(again).mcis).toMatchObject([{ name: `${own}-2` }]);
	});

	it.each<readonly [string, "PUT" | "POST" | "DELETE", string, object | undefined, number, string]>([
		["a second revision", "POST", "/mcis", { ref: "web@2" }, 409, "template-mci-duplicate"],
		["an MCI that is nowhere", "POST", "/mcis", { ref: "wep" }, 404, "mci-not-found"],
		["a revision that is not there", "POST", "/mcis", { ref: "db@7" }, 404, "revision-not-found"],
		["no reference", "POST", "/mcis", { ref: "a/b/c" }, 400, "reference-invalid"],
		["no text", "POST", "/mcis", { ref: 7 }, 400, "input-invalid"],
		["the default to go", "DELETE", "/mcis/web", undefined, 409, "template-default-removed"],
		["an MCI to go that is not there", "DELETE", "/mcis/new", undefined, 404, "template-mci-absent"],
		["another default that is not there", "PUT", "/default", { mci: "new" }, 404, "template-mci-absent"],
		[
			"a list with no default",
			"PUT",
			"/mcis",
			{ mcis: [{ ref: "db" }, { ref: "new" }] },
			400,
			"template-default-missing",
		],
		["an empty list", "PUT", "/mcis", { mcis: [] }, 409, "template-mci-last"],
		["a script that is nowhere", "POST", "/scripts/boot", { ref: "web" }, 404, "script-not-found"],
		["a script in a sequence that is none", "POST", "/scripts/start", { ref: "setup" }, 400, "input-invalid"],
		["a script to go that is not there", "DELETE", "/scripts/boot/setup", undefined, 404, "template-script-absent"],
		["a position that is none", "POST", "/scripts/boot", { ref: "setup", position: 3 }, 400, "component-invalid"],
		["an input without a valid name", "PUT", "/inputs", { inputs: { "A-B": "x" } }, 400, "component-invalid"],
		["a value that is not text", "PUT", "/inputs", { inputs: { A: 1 } }, 400, "input-invalid"],
	])("refuse %s, and change nothing", async (_what, method, at, body, status, code) => {
		await send("PUT", "/mcis", { mcis: [{ ref: "web@1", default: true }, { ref: "db" }] });
		const before = await tagOf();
		const problem = problemIn(await send(method, at, body), status, code as never);
		expect(`${problem.detail} ${problem.help}`, "names, not UUIDs").not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
		expect(await tagOf()).toBe(before);
	});

	it("are edited on the HEAD that was read, by a writer; a dry run changes nothing", async () => {
		const before = await tagOf();
		problemIn(await send("POST", "/mcis", { ref: "web" }, {}), 428, "head-condition-missing");
		problemIn(
			await api.ask({ method: "POST", url: `${path}/mcis`, headers: any, body: { ref: "web" }, as: "reader" }),
			403,
			"permission-denied",
		);
		const tried = await send("POST", "/mcis?dryRun=true", { ref: "web" }, { "if-match": before });
		expect([mcisIn(bodyOf(tried)), tried.headers.etag]).toEqual(["web@2*", undefined]);
		expect(await tagOf()).toBe(before);
		const done = await send("POST", "/mcis", { ref: "web" }, { "if-match": before });
		expect(done.headers.etag).toBe(await tagOf());
		const { details } = problemIn(
			await send("POST", "/mcis", { ref: "db" }, { "if-match": before }),
			412,
			"head-stale",
		);
		expect(details.changed).toMatchObject([{ act: "template.add-mci" }]);
		problemIn(
			await api.ask({ method: "PUT", url: "/v1/templates/nowhere/default", headers: any, body: { mci: "web" } }),
			404,
			"template-not-found",
		);
	});

	it("have scripts in sequences: added, moved, swapped, removed, and set as a whole", async () => {
		const boot = (body: Body) => body.scripts.boot.map(text).join(" ");
		await send("POST", "/scripts/boot", { ref: "setup@head" });
		expect(boot(bodyOf(await send("POST", "/scripts/boot", { ref: "tidy", position: 1 })))).toBe("tidy@1 setup@head");
		expect(boot(bodyOf(await send("PUT", "/scripts/boot/setup/position", { to: 1 })))).toBe("setup@head tidy@1");
		expect(boot(bodyOf(await send("PUT", "/scripts/boot/setup", { ref: "setup" })))).toBe("setup@1 tidy@1");
		expect(boot(bodyOf(await send("PUT", "/scripts/boot", { scripts: ["tidy", "setup", "tidy@head"] })))).toBe(
			"tidy@1 setup@1 tidy@head",
		);
		expect(boot(bodyOf(await send("DELETE", "/scripts/boot/tidy?position=3")))).toBe("tidy@1 setup@1");
		expect(boot(bodyOf(await send("DELETE", "/scripts/boot/tidy")))).toBe("setup@1");
	});

	it("have values of inputs, and show where each is from", async () => {
		await send("POST", "/scripts/boot", { ref: "setup" });
		const values = (body: Body) =>
			body.inputs.map((input: Body) => [input.name, input.value, input.source?.kind ?? null]);
		expect(values(await parts())).toEqual([["PORT", "80", "script"]]);
		expect(values(bodyOf(await send("PATCH", "/inputs", { inputs: { PORT: "443", HOST: "h" } })))).toEqual([
			["HOST", "h", "template"],
			["PORT", "443", "template"],
		]);
		expect(values(bodyOf(await send("PATCH", "/inputs", { inputs: { HOST: null } })))).toEqual([
			["PORT", "443", "template"],
		]);
		expect(values(bodyOf(await send("PUT", "/inputs", { inputs: {} })))).toEqual([["PORT", "80", "script"]]);
		problemIn(await send("PATCH", "/inputs", { inputs: { HOST: null } }), 404, "template-input-absent");
	});

	it("are replaced by a request, which creates a missing template once", async () => {
		const body = {
			description: "What sells",
			tags: ["t"],
			mcis: [{ ref: "db" }, { ref: "web@1", default: true }],
			scripts: { boot: ["setup"] },
			inputs: { PORT: "443" },
		};
		expect(mcisIn(bodyOf(await send("PUT", "/head", body)))).toBe("db@1 web@1*");
		expect(bodyOf(await send("PUT", "/head", body)).changes).toEqual([]);
		const put = (more: Partial<Question>) =>
			api.ask({ method: "PUT", url: `/v1/templates/${name}-b/head`, headers: { "if-none-match": "*" }, body, ...more });
		const tried = bodyOf(await put({ url: `/v1/templates/${name}-b/head?dryRun=true` }));
		expect([tried.headVersion, mcisIn(tried)]).toEqual([0, "db@1 web@1*"]);
		expect((await api.ask({ url: `/v1/templates/${name}-b` })).statusCode).toBe(404);
		const first = await put({});
		expect([bodyOf(first, 201).headVersion, first.headers.location, first.headers.etag]).toEqual([
			1,
			`/v1/templates/${name}-b`,
			'"head-1"',
		]);
		problemIn(await put({}), 409, "template-exists");
		problemIn(await put({ headers: {} }), 428, "head-condition-missing");
	});

	it("are shown for any revision, with the newest commit of everything they use", async () => {
		await makeMci(api, `own-${name}`, { gcp: "i" });
		await commit(api, `own-${name}`);
		await send("POST", "/mcis", { ref: `own-${name}` });
		bodyOf(await api.ask({ method: "POST", url: `${path}/revisions`, headers: any, body: { message: "m" } }), 201);
		const shown = await api.ask({ url: `${path}/parts?revision=1` });
		expect(bodyOf(shown)).toMatchObject({ name, number: 1, mcis: [{ revision: 1, latest: 1, clouds: ["gcp"] }] });
		const again = { url: `${path}/parts?revision=1`, headers: { "if-none-match": String(shown.headers.etag) } };
		expect((await api.ask(again)).statusCode).toBe(304);
		await putImage(api, `own-${name}`, "gcp", "j");
		await commit(api, `own-${name}`);
		expect(bodyOf(await api.ask(again)).mcis).toMatchObject([{ revision: 1, latest: 2 }]);
		problemIn(await api.ask({ url: `${path}/parts?revision=9` }), 404, "revision-not-found");
		problemIn(await api.ask({ url: `/v1/templates/${name}@1/parts` }), 404, "template-not-found");
	});

	it("are committed together with the HEADs that they use, on request", async () => {
		await makeMci(api, `own-${name}`, { gcp: "i" });
		await send("POST", "/mcis", { ref: `own-${name}@head` });
		const asked = (body: object): Question => ({
			method: "POST",
			url: `${path}/revisions`,
			headers: any,
			body: { message: "m", ...body },
		});
		const refused = problemIn(await api.ask(asked({})), 409, "template-pins-head");
		expect(refused.detail).toContain(`own-${name}@head`);
		expect(bodyOf(await api.ask(asked({ heads: "commit" })), 201).dependencies).toMatchObject([
			{ kind: "mci", name: `own-${name}`, number: 1 },
		]);
		expect([mcisIn(await parts("1")), mcisIn(await parts())]).toEqual([`own-${name}@1*`, `own-${name}@head*`]);
	});

	it("of scripts have source and inputs, edited on the HEAD that was read", async () => {
		const url = `/v1/scripts/own-${name}/head`;
		const file = {
			source: "#!/bin/sh\necho hi\n",
			inputs: [{ name: "B" }, { name: "A", required: true, description: "a" }],
		};
		const first = await api.ask({ method: "PUT", url, headers: { "if-none-match": "*" }, body: file });
		expect(bodyOf(first, 201)).toMatchObject({
			source: file.source,
			inputs: [
				{ name: "A", description: "a", default: null, required: true },
				{ name: "B", description: "", default: null, required: false },
			],
		});
		problemIn(
			await api.ask({ method: "PUT", url, headers: { "if-none-match": "*" }, body: file }),
			409,
			"script-exists",
		);
		const tried = await api.ask({ method: "PATCH", url: `${url}?dryRun=true`, headers: any, body: { source: "x" } });
		expect([bodyOf(tried).source, tried.headers.etag]).toEqual(["x", undefined]);
		const changed = await api.ask({ method: "PATCH", url, headers: { "if-match": '"head-1"' }, body: { inputs: [] } });
		expect([bodyOf(changed), changed.headers.etag]).toMatchObject([
			{ source: file.source, inputs: [], headVersion: 2 },
			'"head-2"',
		]);
		problemIn(
			await api.ask({ method: "PATCH", url, headers: { "if-match": '"head-1"' }, body: { source: "" } }),
			412,
			"head-stale",
		);
		problemIn(
			await api.ask({ method: "PATCH", url, headers: any, body: { inputs: [{ name: "1" }] } }),
			400,
			"component-invalid",
		);
		problemIn(
			await api.ask({ method: "PATCH", url: "/v1/scripts/nowhere/head", headers: any, body: {} }),
			404,
			"script-not-found",
		);
	});
});
