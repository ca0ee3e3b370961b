import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text as textOf } from "node:stream/consumers";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Fault } from "../core/errors.ts";
import { type GuardedFetchOptions, type GuardedRequest, guardedFetch } from "./guarded-fetch.ts";

let handler: (request: IncomingMessage, response: ServerResponse) => void;
let requests: IncomingMessage[] = [];
const server = createServer((request, response) => {
	requests.push(request);
	handler(request, response);
}).listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
const base = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;

beforeEach(() => {
	requests = [];
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

function call(request?: GuardedRequest, options: GuardedFetchOptions = {}): Promise<Response> {
	return guardedFetch({ allowPrivate: true, ...options })(`${base}/path`, request);
}

async function faultOf(promise: Promise<unknown>): Promise<Fault> {
	const error = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof Fault) return error;
	throw new Error(`no fault: ${String(error)}`);
}

describe("a guarded fetch", () => {
	it("sends method, headers and body, and returns status, headers and body", async () => {
		let body = "";
		handler = async (request, response) => {
			body = await textOf(request);
			response.writeHead(201, { "content-type": "application/json", "set-cookie": ["a=1", "b=2"] }).end('{"a":1}');
		};
		const answer = await call({
			method: "POST",
			headers: { authorization: "Basic x", "content-type": "a/b" },
			body: new URLSearchParams({ a: "1 2" }),
		});
		expect(requests[0]).toMatchObject({
			method: "POST",
			url: "/path",
			headers: { authorization: "Basic x", "content-type": "a/b" },
		});
		expect(body).toBe("a=1+2");
		expect([answer.status, answer.headers.get("content-type"), answer.headers.getSetCookie()]).toEqual([
			201,
			"application/json",
			["a=1", "b=2"],
		]);
		expect(await answer.json()).toEqual({ a: 1 });
	});

	it.each([204, 304, 400, 404, 500, 503])("returns the response %i as it is, after one request", async (status) => {
		handler = (_request, response) => response.writeHead(status).end();
		expect((await call()).status).toBe(status);
		expect(requests).toHaveLength(1);
	});

	it("follows no redirect", async () => {
		handler = (_request, response) => response.writeHead(302, { location: "/other" }).end();
		const answer = await call();
		expect([answer.status, answer.headers.get("location"), requests.length]).toEqual([302, "/other", 1]);
	});

	it.each([
		["http://192.0.2.1/", { allowPrivate: false }, "private, local or reserved"],
		["http://example.com/", { allowPrivate: false }, "its scheme is http"],
		["https://127.0.0.1/", { allowPrivate: false }, "private, local or reserved"],
		["https://localhost/", { allowPrivate: false }, "private, local or reserved"],
		["https://[::ffff:169.254.169.254]/", { allowPrivate: true }, "a cloud's metadata service"],
		["https://user:secret@example.com/", { allowPrivate: true }, "it contains a user name or password"],
		["file:///etc/passwd", { allowPrivate: true }, "its scheme is file"],
		["x", { allowPrivate: true }, "it is not a URL"],
	])("does not connect to %s with %j", async (url, options, problem) => {
		const refused = await faultOf(guardedFetch(options)(url));
		expect(refused.code).toBe("fetch-refused");
		expect(refused.message).toContain(problem);
		expect(refused.message).not.toContain("secret");
	});

	it.each([
		["announced", (response: ServerResponse) => response.setHeader("content-length", 1001)],
		["not announced", () => undefined],
	])("refuses a body that is too large, %s", async (_, announce) => {
		handler = (_request, response) => {
			announce(response);
			response.end(Buffer.alloc(1001));
		};
		expect(await faultOf(call({}, { maxBytes: 1000 }))).toMatchObject({
			code: "upstream-file-too-large",
			details: { limit: 1000 },
		});
	});

	it.each([
		["never answers", () => undefined],
		["never ends", (response: ServerResponse) => response.writeHead(200).write("x")],
	])("ends when the server %s", async (_, begin) => {
		handler = (_request, response) => begin(response);
		expect(await faultOf(call({}, { timeoutMs: 40 }))).toMatchObject({
			code: "fetch-failed",
			details: { problem: "it took longer than 0.04 s" },
		});
	});

	it("ends when the caller aborts it", async () => {
		const caller = new AbortController();
		handler = () => caller.abort();
		expect((await faultOf(call({ signal: caller.signal }))).code).toBe("fetch-failed");
	});

	it("explains a failure", async () => {
		handler = (request) => request.socket.destroy();
		expect((await faultOf(call())).details.problem).toBe("the connection was reset");
	});
});
