import { connect } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { bodyOf, engines, makeMci, problemIn, type Question, useApi } from "./start-api.ts";

const json = { "content-type": "application/json" };
const any = { "if-match": "*" };

describe.each(engines)("hostile input on %s", (engine) => {
	const api = useApi(engine);
	beforeAll(async () => {
		await makeMci(api, "web", { "aws-us-east-1": "ami-00000001" });
	});

	it.each([
		["cut short", '{"name": "a"', json],
		["no JSON", "name=a", json],
		["empty", "", json],
		["of another type", "<name>a</name>", { "content-type": "application/xml" }],
		["plain text", "a", { "content-type": "text/plain" }],
		["of no type", "a", {}],
		["with a prototype", '{"name":"a","__proto__":{"role":"admin"}}', json],
		["with a constructor's prototype", '{"name":"a","constructor":{"prototype":{"role":"admin"}}}', json],
		["with a prototype deep inside", '{"name":"a","tags":[{"__proto__":{"x":1}}]}', json],
		["nested without end", `{"name":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, json],
		["in UTF-16", Buffer.from('{"name":"a"}', "utf16le"), json],
		["null", "null", json],
		["a number", "7", json],
	] as const)("refuses a body %s", async (_what, raw, headers) => {
		problemIn(await api.ask({ method: "POST", url: "/v1/mcis", raw, headers }), 400, "input-invalid");
		expect(({} as Record<string, unknown>)["role"]).toBeUndefined();
	});

	it("refuses a body over the limit, and names the limit", async () => {
		const raw = JSON.stringify({ name: "big", description: "x".repeat(1024 * 1024) });
		const { details } = problemIn(
			await api.ask({ method: "POST", url: "/v1/mcis", raw, headers: json }),
			413,
			"input-too-large",
		);
		expect(details).toEqual({ limit: 1024 * 1024 });
		problemIn(await api.ask({ method: "POST", url: "/v1/mcis", raw, headers: json, as: null }), 401, "token-missing");
		const settings = [{ cloud: "aws-us-east-1", image: { uid: "ami-00000001" }, userData: "x".repeat(60_000) }];
		bodyOf(
			await api.ask({
				method: "PUT",
				url: "/v1/mcis/web/head",
				headers: any,
				body: { description: "x".repeat(10_000), settings },
			}),
		);
		const huge = JSON.stringify({ settings: [], description: "x".repeat(33 * 1024 * 1024) });
		problemIn(
			await api.ask({ method: "PUT", url: "/v1/mcis/web/head", headers: { ...any, ...json }, raw: huge }),
			413,
			"input-too-large",
		);
	});

	it("ignores unknown keys in a query", async () => {
		const made = bodyOf(await api.ask({ method: "POST", url: "/v1/mcis?admin=1", body: { name: "keys" } }), 201);
		expect(made).toMatchObject({ name: "keys", latest: 0, account: "default" });
		const plain = await api.ask({ url: "/v1/mcis?limit=500" });
		expect((await api.ask({ url: "/v1/mcis?limit=500&nothing=x&__proto__[x]=1&constructor=1" })).body).toBe(plain.body);
	});

	it.each([
		[
			"a misspelt field",
			"/v1/mcis",
			{ name: "x", desription: "" },
			"body/desription is not a field of this request; did you mean description?",
		],
		[
			"a field of another",
			"/v1/mcis",
			{ name: "x", accountId: 2 },
			"body/accountId is not a field of this request; the fields are name, ",
		],
		[
			"one deep inside",
			"/v1/resolve",
			{ questions: [{ ref: "web", cloud: "gcp", archtecture: "arm64" }] },
			"body/questions/0/archtecture is not a field",
		],
		[
			"one of a file",
			"/v1/imports",
			{ files: [{ path: "a.csv", content: "", contents: "" }] },
			"body/files/0/contents is not a field",
		],
		[
			"one in a list of changes",
			"/v1/mcis/web/patch",
			{ changes: [{ kind: "tag-added", tag: "a", tagg: "b" }] },
			"body/changes/0/tagg is not a field",
		],
	])("refuses %s and names it", async (_what, url, body, problem) => {
		const before = (await api.ask({ url: "/v1/audit" })).body;
		const { detail, details } = problemIn(
			await api.ask({ method: "POST", url, headers: any, body }),
			400,
			"input-invalid",
		);
		expect(detail).toContain(problem);
		expect(details["issues"]).toHaveLength(1);
		expect((await api.ask({ url: "/v1/audit" })).body).toBe(before);
	});

	it("names at most twenty unknown fields, however long their names are", async () => {
		const body = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${"x".repeat(i)}/${i}`, { name: "x" }]));
		const { details } = problemIn(await api.ask({ method: "POST", url: "/v1/mcis", body }), 400, "input-invalid");
		expect(details["issues"]).toHaveLength(20);
	});

	it.each([
		["PUT", "/v1/mcis/web/settings/aws-us-east-1", { image: { uid: "ami-00000002" } }],
		["DELETE", "/v1/mcis/web/settings/aws-us-east-1", undefined],
		["PATCH", "/v1/mcis/web", { description: "an attempt" }],
		["POST", "/v1/mcis/web/revisions", { message: "an attempt" }],
		["POST", "/v1/mcis", { name: "only-tried" }],
	] as const)(
		"refuses a dry run of %s %s, which does not support one, and writes nothing",
		async (method, path, body) => {
			const before = (await api.ask({ url: "/v1/mcis" })).body;
			const { detail } = problemIn(
				await api.ask({ method, url: `${path}?dryRun=true`, headers: any, body }),
				400,
				"input-invalid",
			);
			expect(detail).toContain("querystring/dryRun is not supported by this operation");
			expect((await api.ask({ url: "/v1/mcis" })).body).toBe(before);
		},
	);

	const bad = ["\0", "\ud800", "a\0b", "\udfff end"];
	const places: readonly ((text: string) => Question)[] = [
		(text) => ({ method: "POST", url: "/v1/mcis", body: { name: "bad", description: text } }),
		(text) => ({ method: "POST", url: "/v1/mcis", body: { name: `x${text}` } }),
		(text) => ({ method: "POST", url: "/v1/mcis", body: { name: "bad", tags: ["ok", text] } }),
		(text) => ({ method: "PATCH", url: "/v1/mcis/web", headers: any, body: { description: text } }),
		(text) => ({ method: "PUT", url: "/v1/mcis/web/settings/gcp", headers: any, body: { image: { uid: `i${text}` } } }),
		(text) => ({
			method: "PUT",
			url: "/v1/mcis/web/settings/gcp",
			headers: any,
			body: { image: { uid: "i" }, userData: text },
		}),
		(text) => ({
			method: "PUT",
			url: "/v1/mcis/web/settings/gcp",
			headers: any,
			body: { image: { uid: "i" }, kernel: `k${text}` },
		}),
		(text) => ({ method: "POST", url: "/v1/mcis/web/revisions", headers: any, body: { message: `m${text}` } }),
		(text) => ({ method: "POST", url: "/v1/clouds", body: { slug: "bad", type: "x", region: text } }),
		(text) => ({ method: "POST", url: "/v1/tokens", body: { name: `t${text}`, roles: ["observer"] } }),
		(text) => ({
			method: "POST",
			url: "/v1/upstreams",
			body: { name: "bad", url: "https://x.example/", options: { release: text } },
		}),
		(text) => ({
			method: "POST",
			url: "/v1/upstreams",
			body: { name: "bad", url: "https://x.example/", options: { [`o${text}`]: "x" } },
		}),
		(text) => ({ method: "POST", url: "/v1/resolve", body: { questions: [{ ref: `web${text}`, cloud: "gcp" }] } }),
		(text) => ({
			method: "POST",
			url: "/v1/imports",
			body: { files: [{ path: "a.csv", content: `name,region,ami\n${text},us-east-1,ami-00000001\n` }] },
		}),
	];
	it("refuses text that can't be stored, in every place", async () => {
		for (const [i, place] of places.entries()) {
			for (const text of bad) {
				const { details } = problemIn(await api.ask(place(text)), 400, "input-invalid");
				expect([i, JSON.stringify(details["issues"])]).toEqual([i, expect.stringContaining("body/")]);
			}
		}
	});

	it.each([
		"/v1/mcis/a%00b",
		"/v1/mcis?text=%00",
		"/v1/images?text=a%00",
		"/v1/images?cloud=%00",
		"/v1/images/lookup?uid=%00",
		"/v1/clouds/%00",
		"/v1/clouds?text=%00",
		"/v1/upstreams/%00",
		"/v1/resolve?ref=%00&cloud=gcp",
		"/v1/resolve?ref=web&cloud=gcp&image=%00",
		"/v1/mcis/%zz",
		"/v1/mcis/%",
		"/v1/mcis/%ff%fe",
		"/v1/mcis/%ED%A0%80",
	])("refuses the address %s", async (url) => {
		problemIn(await api.ask({ url }), 400, "input-invalid");
	});

	it.each(["/v1/mcis?text=%ff", "/v1/mcis?text=%ED%A0%80", "/v1/mcis?text=%zz", "/v1/images?text=%ff%fe"])(
		"tolerates the malformed encoding in %s",
		async (url) => {
			expect(bodyOf(await api.ask({ url })).items).toEqual([]);
		},
	);

	it.each([
		"/v1/nothing",
		"/v1/mcis/",
		"/v1//mcis",
		"/v1/mcis/web/nothing",
		"/V1/mcis",
		"/.git/config",
		"/docs/../../package.json",
		"/v1/mcis/a/b/c/d",
	])("has nothing at %s", async (url) => {
		const response = await api.ask({ url });
		problemIn(response, 404, response.json().code);
	});

	it("refuses an overlong name before looking it up", async () => {
		problemIn(await api.ask({ url: `/v1/mcis/${"x".repeat(1500)}` }), 400, "input-invalid");
	});

	it.each(["DELETE", "PATCH", "PUT", "OPTIONS"] as const)("has no %s route for a list", async (method) => {
		problemIn(
			await api.ask({ method, url: "/v1/mcis", ...(method === "OPTIONS" ? {} : { body: {} }) }),
			404,
			"route-not-found",
		);
	});

	it("answers a malformed request line on the socket and goes on", async () => {
		const url = await api.app.listen({ host: "127.0.0.1", port: 0 });
		const { port } = new URL(url);
		const say = async (lines: string) => {
			const socket = connect(Number(port), "127.0.0.1");
			let answer = "";
			socket.on("data", (chunk) => {
				answer += chunk;
			});
			// The server need not read all of a request that it refuses.
			socket.on("error", () => undefined);
			socket.write(lines);
			await new Promise((resolve) => socket.once("close", resolve));
			return answer;
		};
		expect(await say("GET / HTTP/9.9\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
		expect(await say(`GET / HTTP/1.1\r\nhost: x\r\nx-big: ${"x".repeat(100_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
		expect(await say("GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 OK/);
	});
});
