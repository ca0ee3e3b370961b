import dns from "node:dns";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import { text as textOf } from "node:stream/consumers";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type HttpPostOptions, httpPost } from "./http-post.ts";

let handler: (request: IncomingMessage, response: ServerResponse) => void;
let requests: IncomingMessage[] = [];
const server = createServer((request, response) => {
	requests.push(request);
	handler(request, response);
}).listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
const port = typeof address === "object" && address !== null ? address.port : 0;
const base = `http://127.0.0.1:${port}`;

beforeEach(() => {
	requests = [];
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

function post(options: Partial<HttpPostOptions> = {}, url = `${base}/hook?key=1`) {
	return httpPost(url, { allowPrivate: true, headers: {}, body: '{"ä":1}', ...options });
}

describe("a post", () => {
	it("sends exactly its headers and body, and returns status and response", async () => {
		let body = "";
		handler = async (request, response) => {
			body = await textOf(request);
			response.writeHead(202, { "retry-after": "7" }).end("thänks");
		};
		expect(await post({ headers: { "webhook-id": "msg_1", "content-type": "application/json" } })).toEqual({
			kind: "answered",
			status: 202,
			answer: "thänks",
			retryAfterMs: 7000,
		});
		expect(body).toBe('{"ä":1}');
		expect(requests[0]).toMatchObject({ method: "POST", url: "/hook?key=1" });
		expect(requests[0]?.headers).toMatchObject({
			"webhook-id": "msg_1",
			"content-length": "8",
			"user-agent": "multicloud-images",
		});
	});

	it.each([301, 307, 404, 410, 500])("returns the response %i as it is, after one request", async (status) => {
		handler = (_request, response) => response.writeHead(status, { location: "http://169.254.169.254/" }).end();
		expect(await post()).toMatchObject({ kind: "answered", status });
		expect(requests).toHaveLength(1);
	});

	it.each([
		["Wed, 21 Oct 2026 07:28:30 GMT", 30_000],
		["Wed, 21 Oct 2026 07:00:00 GMT", 0],
		["soon", null],
		["99999999999", null],
	])("reads Retry-After: %s", async (requested, ms) => {
		handler = (_request, response) =>
			response.writeHead(503, { "retry-after": requested, date: "Wed, 21 Oct 2026 07:28:00 GMT" }).end();
		expect(await post()).toMatchObject({ status: 503, retryAfterMs: ms });
	});

	it("reads the beginning of an endless response, and closes the connection", async () => {
		const closed = new Promise((resolve) => {
			handler = (_request, response) => {
				response.on("close", resolve);
				const write = () => {
					while (response.write("x".repeat(10_000)));
					response.once("drain", write);
				};
				write();
			};
		});
		expect(await post({ answerBytes: 100 })).toMatchObject({ kind: "answered", status: 200, answer: "x".repeat(100) });
		await closed;
	});

	it.each([
		["is never written", () => undefined, { kind: "failed", problem: "it took longer than 0.05 s" }],
		[
			"never ends",
			(response: ServerResponse) => response.writeHead(200).write("part"),
			{ kind: "answered", status: 200, answer: "part" },
		],
		[
			"breaks off",
			(response: ServerResponse) => response.writeHead(200).write("part", () => response.destroy()),
			{ kind: "answered", status: 200 },
		],
		[
			"is cut before it begins",
			(response: ServerResponse) => response.destroy(),
			{ kind: "failed", problem: "the connection was reset" },
		],
	] as const)("accepts a response that %s as it is", async (_what, begin, outcome) => {
		handler = (_request, response) => void begin(response);
		expect(await post({ timeoutMs: 50 })).toMatchObject(outcome);
	});

	it("ends when the caller aborts it", async () => {
		const caller = new AbortController();
		handler = () => caller.abort();
		expect(await post({ signal: caller.signal })).toEqual({ kind: "called-off" });
	});

	it.each([
		["http://192.0.2.1/", false, "private, local or reserved"],
		["http://127.0.0.1/", false, "private, local or reserved"],
		["http://localhost/", false, "private, local or reserved"],
		["http://0x7f000001/", false, "private, local or reserved"],
		["http://[::ffff:10.0.0.1]/", false, "private, local or reserved"],
		["http://[::ffff:169.254.169.254]/", true, "a cloud's metadata service"],
		["https://user:secret@example.com/", true, "it contains a user name or password"],
		["ftp://example.com/", true, "its scheme is ftp"],
		["x", true, "it is not a URL"],
	])("does not connect to %s (private ones allowed: %j)", async (url, allowPrivate, problem) => {
		const outcome = await post({ allowPrivate }, url);
		expect(outcome).toMatchObject({ kind: "refused", problem: expect.stringContaining(problem) });
		expect(JSON.stringify(outcome)).not.toContain("secret");
	});

	it("does not connect to a private address even if the name had a public one when it was checked", async () => {
		const lookup = dns.lookup;
		let asked = 0;
		// A name server that answers differently each time: the client may ask only once.
		Object.assign(dns, {
			lookup: (_host: string, _options: object, done: (error: null, found: object[]) => void) => {
				asked++;
				done(null, [{ address: asked === 1 ? "127.0.0.1" : "203.0.113.1", family: 4 }]);
			},
		});
		try {
			syncBuiltinESMExports();
			handler = (_request, response) => response.end();
			expect(await post({ allowPrivate: false }, `http://rebinding.example:${port}/`)).toEqual({
				kind: "refused",
				problem: "rebinding.example leads to an address that is private, local or reserved",
			});
			expect([asked, requests.length]).toEqual([1, 0]);
		} finally {
			Object.assign(dns, { lookup });
			syncBuiltinESMExports();
		}
	});
});
