import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { httpGet } from "../../src/net/http-get.ts";
import { type Api, type Body, bodyOf, engines, problemIn, startApi } from "./start-api.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const list = (version: string, uid: string) => `name,release,region,ami\nweb,${version},us-east-1,${uid}\n`;

/** A vendor's web server, whose answer a test sets. */
async function startVendor(): Promise<{
	readonly url: string;
	readonly server: Server;
	answer: Handler;
	readonly asked: IncomingMessage[];
}> {
	const server = createServer();
	const vendor = {
		url: "",
		server,
		answer: ((_request, response) => response.end()) as Handler,
		asked: [] as IncomingMessage[],
	};
	server.on("request", (request, response) => {
		vendor.asked.push(request);
		vendor.answer(request, response);
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("no port");
	return Object.assign(vendor, { url: `http://127.0.0.1:${address.port}` });
}

describe.each(engines)("upstreams on %s", (engine) => {
	let api: Api;
	let vendor: Awaited<ReturnType<typeof startVendor>>;
	beforeAll(async () => {
		vendor = await startVendor();
		const limits = { maxBytes: 20_000, stallMs: 150, timeoutMs: 2000, retryDelayMs: 1, allowPrivate: true };
		api = await startApi(engine, {
			needs: ({ lists }) => ({
				lists: {
					...lists,
					fetch: async (url, known) => {
						const got = await httpGet(url, {
							etag: known.etag ?? undefined,
							lastModified: known.lastModified ?? undefined,
							...limits,
						});
						return got.kind === "not-modified"
							? got
							: { kind: "fetched", bytes: got.bytes, etag: got.etag ?? null, lastModified: got.lastModified ?? null };
					},
				},
			}),
		});
	});
	afterAll(async () => {
		await api.close();
		vendor.server.closeAllConnections();
		vendor.server.close();
	});
	afterEach(() => {
		vendor.asked.length = 0;
	});

	const serve = (body: string, headers: Record<string, string> = {}) => {
		vendor.answer = (request, response) => {
			const isKnown = headers["etag"] !== undefined && request.headers["if-none-match"] === headers["etag"];
			response.writeHead(isKnown ? 304 : 200, headers).end(isKnown ? undefined : body);
		};
	};
	const add = (name: string, more: object = {}) =>
		api.ask({ method: "POST", url: "/v1/upstreams", body: { name, url: `${vendor.url}/${name}/web.csv`, ...more } });
	const sync = (name: string, headers: Record<string, string> = {}) =>
		api.ask({ method: "POST", url: `/v1/upstreams/${name}/sync`, headers, as: "writer" });
	const show = async (name: string) => bodyOf(await api.ask({ url: `/v1/upstreams/${name}` }));

	it("are added, listed, shown and removed", async () => {
		const url = `${vendor.url}/list/web.csv`;
		const made = await api.ask({
			method: "POST",
			url: "/v1/upstreams",
			body: { name: "list", url, format: "csv", options: { cloud: "aws" } },
		});
		expect(made.headers["location"]).toBe("/v1/upstreams/list");
		const upstream = bodyOf(made, 201);
		expect(upstream).toEqual({
			name: "list",
			url,
			format: "csv",
			options: { cloud: "aws" },
			createdAt: upstream.createdAt,
			checkedAt: null,
			changedAt: null,
			outcome: null,
		});
		expect(await show("list")).toEqual(upstream);
		expect(bodyOf(await api.ask({ url: "/v1/upstreams" })).items).toEqual([upstream]);
		problemIn(await add("list"), 409, "upstream-exists");
		const gone = await api.ask({ method: "DELETE", url: "/v1/upstreams/list" });
		expect([gone.statusCode, gone.body]).toEqual([204, ""]);
		problemIn(await api.ask({ url: "/v1/upstreams/list" }), 404, "upstream-not-found");
		problemIn(await api.ask({ method: "DELETE", url: "/v1/upstreams/list" }), 404, "upstream-not-found");
		problemIn(await sync("list"), 404, "upstream-not-found");
	});

	it.each([
		[{ name: "Über", url: "https://x.example/" }, 400, "upstream-invalid"],
		[{ name: "", url: "https://x.example/" }, 400, "upstream-invalid"],
		[{ name: "../x", url: "https://x.example/" }, 400, "upstream-invalid"],
		[{ name: "a", url: "ftp://x.example/" }, 400, "upstream-invalid"],
		[{ name: "a", url: "file:///etc/passwd" }, 400, "upstream-invalid"],
		[{ name: "a", url: "not a url" }, 400, "upstream-invalid"],
		[{ name: "a", url: "https://user:secret@x.example/" }, 400, "upstream-invalid"],
		[{ name: "a" }, 400, "input-invalid"],
		[{ name: "a", url: "https://x.example/", options: { a: 1 } }, 400, "input-invalid"],
		[{ name: "a", url: `https://x.example/${"x".repeat(2000)}` }, 400, "input-invalid"],
	] as const)("are refused for %j", async (body, status, code) => {
		const response = await api.ask({ method: "POST", url: "/v1/upstreams", body });
		problemIn(response, status, code);
		expect(response.body).not.toContain("secret@");
	});

	it("list the supported formats", async () => {
		const { items } = bodyOf(await api.ask({ url: "/v1/upstreams/formats" }));
		expect(items.map((format: Body) => format.id)).toEqual(
			expect.arrayContaining(["coreos-stream", "csv", "suse-pint"]),
		);
	});

	it("are followed: changed, unchanged, changed back, always to the publisher's current list", async () => {
		bodyOf(await add("followed"), 201);
		serve(list("1", "ami-0000a001"), { etag: '"one"' });
		const first = bodyOf(await sync("followed"));
		expect(first).toMatchObject({
			outcome: "imported",
			upstream: { outcome: "1 new revision" },
			reports: [{ format: "csv", from: "web.csv", counts: { committed: 1 } }],
		});
		expect(first.upstream.changedAt).toBe(first.upstream.checkedAt);
		const second = bodyOf(await sync("followed"));
		expect(second).toMatchObject({
			outcome: "not-modified",
			upstream: { outcome: "not modified", changedAt: first.upstream.changedAt },
			reports: [],
		});
		expect(vendor.asked.map((request) => request.headers["if-none-match"])).toEqual([undefined, '"one"']);
		serve(list("1", "ami-0000a001"), { etag: '"same bytes"' });
		expect(bodyOf(await sync("followed"))).toMatchObject({
			outcome: "not-modified",
			upstream: { outcome: "same bytes as before" },
		});
		serve(list("2", "ami-0000a002"), { etag: '"two"' });
		expect(bodyOf(await sync("followed")).reports[0].lines[0].releases).toMatchObject([
			{ version: "2", outcome: "committed", revision: 2 },
		]);
		serve(list("1", "ami-0000a001"), { etag: '"one"' });
		expect(bodyOf(await sync("followed")).reports[0].lines[0].releases).toMatchObject([
			{ version: "1", outcome: "committed", revision: 3 },
		]);
		const { name } = first.reports[0].lines[0];
		const { items } = bodyOf(await api.ask({ url: `/v1/mcis/${name}/revisions` }));
		expect(items[0].message).toContain("back to revision 1");
		expect(items[0].digest).toBe(items[2].digest);
		expect(bodyOf(await api.ask({ url: `/v1/resolve?ref=${name}&cloud=aws-us-east-1` })).image.uid).toBe(
			"ami-0000a001",
		);
	});

	it("report progress line by line", async () => {
		bodyOf(await add("streamed"), 201);
		serve("name,release,region,ami\nstreamed,1,us-east-1,ami-0000b001\n");
		const response = await sync("streamed", { accept: "application/x-ndjson" });
		const lines = response.body
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
		const last = lines.pop();
		expect(lines.length).toBeGreaterThan(0);
		expect(lines.every((line) => "progress" in line)).toBe(true);
		expect(last.result).toMatchObject({ outcome: "imported", upstream: { name: "streamed" } });
	});

	const bad: readonly [string, Handler, number, Parameters<typeof problemIn>[2], RegExp][] = [
		[
			"broken",
			(_request, response) => response.end('{"stream": "stable", "architectures": {'),
			400,
			"upstream-file-malformed",
			/:1:\d+: /,
		],
		[
			"of no known format",
			(_request, response) => response.end("<html>Login</html>"),
			400,
			"upstream-format-unknown",
			/is not in a format/,
		],
		["gone", (_request, response) => response.writeHead(404).end("<html>"), 502, "fetch-failed", /answered 404/],
		[
			"behind a failing server",
			(_request, response) => response.writeHead(503).end(),
			502,
			"fetch-failed",
			/answered 503/,
		],
		[
			"larger than allowed",
			(_request, response) => response.end("x".repeat(20_001)),
			413,
			"upstream-file-too-large",
			/20000/,
		],
		[
			"larger than it says",
			(_request, response) => response.writeHead(200, { "content-encoding": "identity" }).end(Buffer.alloc(100_000)),
			413,
			"upstream-file-too-large",
			/20000/,
		],
		[
			"slow",
			(_request, response) => response.writeHead(200).write("name,"),
			502,
			"fetch-failed",
			/no data arrived for|was reset/,
		],
		[
			"cut off",
			(request, response) =>
				response.writeHead(200, { "content-length": "1000" }).write("name", () => request.socket.destroy()),
			502,
			"fetch-failed",
			/./,
		],
		[
			"redirected to a cloud's metadata",
			(_request, response) => response.writeHead(302, { location: "http://169.254.169.254/latest/" }).end(),
			422,
			"fetch-refused",
			/169\.254/,
		],
		[
			"redirected to a file",
			(_request, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
			422,
			"fetch-refused",
			/scheme/,
		],
		[
			"redirected in a ring",
			(request, response) => response.writeHead(302, { location: request.url ?? "" }).end(),
			502,
			"fetch-failed",
			/redirected/,
		],
	];
	it.each(bad)("report why when the list is %s, and change nothing", async (what, answer, status, code, problem) => {
		const name = what.replace(/[^a-z]+/g, "-");
		bodyOf(await add(name, { url: `${vendor.url}/${name}.json`, options: {} }), 201);
		serve("name,release,region,ami\nsteady,1,us-east-1,ami-0000c001\n", { etag: '"good"' });
		bodyOf(await sync(name));
		const before = bodyOf(await api.ask({ url: "/v1/mcis?limit=500" }));
		vendor.answer = answer;
		const { detail } = problemIn(await sync(name), status, code);
		expect(detail).toMatch(problem);
		expect(bodyOf(await api.ask({ url: "/v1/mcis?limit=500" }))).toEqual(before);
		const after = await show(name);
		expect(after.outcome).toBe(detail);
		serve("name,release,region,ami\nsteady,1,us-east-1,ami-0000c001\n", { etag: '"good"' });
		expect(bodyOf(await sync(name)).outcome).toBe("not-modified");
		expect(vendor.asked.at(-1)?.headers["if-none-match"]).toBe('"good"');
	});

	it("on private addresses are refused unless the operator allows them", async () => {
		bodyOf(await add("private"), 201);
		const strict = await api.second();
		const open = await api.second({ allowPrivateUpstreams: true });
		try {
			serve("name,release,region,ami\nprivate,1,us-east-1,ami-0000d001\n");
			const refused = problemIn(
				await strict.ask({ method: "POST", url: "/v1/upstreams/private/sync" }),
				422,
				"fetch-refused",
			);
			expect(refused.help).toContain("--allow-private-upstreams");
			expect(vendor.asked).toEqual([]);
			expect(bodyOf(await open.ask({ method: "POST", url: "/v1/upstreams/private/sync" })).outcome).toBe("imported");
		} finally {
			await strict.close();
			await open.close();
		}
	});

	it("import revisions that are no longer blocked, though the list is unchanged", async () => {
		bodyOf(await add("blocked"), 201);
		serve("name,release,region,ami\nheld,1,us-east-1,ami-0000e001\n", { etag: '"1"' });
		const { name } = bodyOf(await sync("blocked")).reports[0].lines[0];
		const headers = { "if-match": "*" };
		bodyOf(
			await api.ask({
				method: "PUT",
				url: `/v1/mcis/${name}/settings/gcp`,
				headers,
				body: { image: { uid: "projects/p/global/images/i" } },
			}),
		);
		serve("name,release,region,ami\nheld,2,us-east-1,ami-0000e002\n", { etag: '"2"' });
		expect(bodyOf(await sync("blocked")).reports[0].lines[0].releases).toMatchObject([{ outcome: "blocked" }]);
		bodyOf(
			await api.ask({ method: "POST", url: `/v1/mcis/${name}/revisions`, headers, body: { message: "mine" } }),
			201,
		);
		expect(bodyOf(await sync("blocked"))).toMatchObject({
			outcome: "imported",
			reports: [{ lines: [{ releases: [{ outcome: "committed", revision: 3 }] }] }],
		});
	});

	it("survive a client that disconnects midway", async () => {
		bodyOf(await add("hung-up"), 201);
		const address = await api.app.listen({ host: "127.0.0.1", port: 0 });
		const caller = new AbortController();
		vendor.answer = (_request, response) => {
			caller.abort();
			setTimeout(() => response.end("name,release,region,ami\nhung-up,1,us-east-1,ami-0000f001\n"), 20);
		};
		const headers = { authorization: `Bearer ${await api.newToken("writer")}`, accept: "application/x-ndjson" };
		await expect(
			fetch(`${address}/v1/upstreams/hung-up/sync`, { method: "POST", headers, signal: caller.signal }),
		).rejects.toThrow(/abort/);
		await expect.poll(async () => (await show("hung-up")).outcome, { timeout: 3000 }).toBe("1 new revision");
	});
});
