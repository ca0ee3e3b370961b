import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Fault } from "../core/errors.ts";
import { type HttpGetOptions, httpGet } from "./http-get.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let handler: Handler;
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

function get(path: string, options: HttpGetOptions = {}) {
	return httpGet(new URL(path, base).href, { allowPrivate: true, retryDelayMs: 1, ...options });
}

function text(result: Awaited<ReturnType<typeof httpGet>>): string {
	return result.kind === "fetched" ? Buffer.from(result.bytes).toString() : result.kind;
}

async function faultOf(promise: Promise<unknown>): Promise<Fault> {
	const error = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof Fault) return error;
	throw new Error(`no fault: ${String(error)}`);
}

describe("a response", () => {
	it("has the bytes, the validators and the final address", async () => {
		handler = (_request, response) =>
			response.setHeader("etag", '"a"').setHeader("last-modified", "Mon, 02 Nov 2026 08:00:00 GMT").end("list");
		const result = await get("/list.json");
		expect(result).toMatchObject({
			kind: "fetched",
			etag: '"a"',
			lastModified: "Mon, 02 Nov 2026 08:00:00 GMT",
			url: `${base}/list.json`,
		});
		expect(text(result)).toBe("list");
		expect(requests[0]?.headers).not.toHaveProperty("if-none-match");
	});

	it("has no validators when the server sends none", async () => {
		handler = (_request, response) => response.end();
		const result = await get("/");
		expect(result).not.toHaveProperty("etag");
		expect(result).not.toHaveProperty("lastModified");
	});

	it("is not-modified when the local copy is current", async () => {
		handler = (request, response) => response.writeHead(request.headers["if-none-match"] === '"a"' ? 304 : 200).end();
		expect(await get("/", { etag: '"a"', lastModified: "Mon, 02 Nov 2026 08:00:00 GMT" })).toEqual({
			kind: "not-modified",
			url: `${base}/`,
		});
		expect(requests[0]?.headers["if-modified-since"]).toBe("Mon, 02 Nov 2026 08:00:00 GMT");
		expect((await get("/", { etag: '"b"' })).kind).toBe("fetched");
	});

	it("304 without a condition is a failure, not an empty list", async () => {
		handler = (_request, response) => response.writeHead(304).end();
		expect((await faultOf(get("/"))).details).toMatchObject({ status: 304 });
	});

	it.each([
		["gzip", gzipSync],
		["br", brotliCompressSync],
		["deflate", deflateSync],
	] as const)("compressed with %s is decompressed", async (encoding, compress) => {
		handler = (_request, response) => response.setHeader("content-encoding", encoding).end(compress("list"));
		expect(text(await get("/"))).toBe("list");
	});

	it.each(["zip", "constructor"])("in the encoding %s is a failure", async (encoding) => {
		handler = (_request, response) => response.setHeader("content-encoding", encoding).end("x");
		expect((await faultOf(get("/"))).code).toBe("fetch-failed");
	});
});

describe("a retry", () => {
	it.each([404, 403, 204])("does not follow %i", async (status) => {
		handler = (_request, response) => response.writeHead(status).end();
		const fault = await faultOf(get("/gone"));
		expect(fault.code).toBe("fetch-failed");
		expect(fault.details).toMatchObject({ url: `${base}/gone`, status, tries: 1 });
		expect(requests).toHaveLength(1);
	});

	it.each([500, 503, 429])("follows %i", async (status) => {
		handler = (_request, response) => response.writeHead(requests.length < 3 ? status : 200).end("list");
		expect(text(await get("/"))).toBe("list");
		expect(requests).toHaveLength(3);
	});

	it("stops after three attempts", async () => {
		handler = (_request, response) => response.writeHead(502).end();
		expect((await faultOf(get("/"))).details).toMatchObject({
			tries: 3,
			problem: "the server answered 502 Bad Gateway",
		});
		expect(requests).toHaveLength(3);
	});

	it("follows a connection that breaks in the middle of the body", async () => {
		handler = (_request, response) => {
			if (requests.length > 1) return response.end("list");
			response.setHeader("content-length", 100).write("li");
			setImmediate(() => response.destroy());
		};
		expect(text(await get("/"))).toBe("list");
	});

	it("waits as long as the server asks", async () => {
		handler = (_request, response) =>
			requests.length < 2 ? response.writeHead(429, { "retry-after": "0" }).end() : response.end("list");
		expect(text(await get("/", { retryDelayMs: 60_000 }))).toBe("list");
	});

	it("is skipped when the server asks for a longer wait than ten seconds", async () => {
		const date = "Mon, 02 Nov 2026 08:00:00 GMT";
		for (const wait of ["11", "Mon, 02 Nov 2026 08:00:11 GMT"]) {
			requests = [];
			handler = (_request, response) => response.writeHead(503, { "retry-after": wait, date }).end();
			expect((await faultOf(get("/"))).details).toMatchObject({ tries: 1 });
			expect(requests).toHaveLength(1);
		}
	});

	it("says that nothing listens at the address", async () => {
		const other = createServer().listen(0, "127.0.0.1");
		await once(other, "listening");
		const closed = other.address();
		other.close();
		await once(other, "close");
		const url = `http://127.0.0.1:${typeof closed === "object" ? closed?.port : 0}/`;
		expect((await faultOf(get(url))).details).toMatchObject({ url, problem: "nothing listens there", tries: 3 });
	});
});

describe("a redirect", () => {
	it("is followed, and the final address is returned", async () => {
		handler = (request, response) =>
			request.url === "/b/list" ? response.end("list") : response.writeHead(302, { location: "b/list" }).end();
		const result = await get("/a");
		expect(text(result)).toBe("list");
		expect(result.url).toBe(`${base}/b/list`);
	});

	it("is followed at most five times", async () => {
		handler = (request, response) => {
			const left = Number(request.url?.slice(1));
			if (left === 0) response.end("list");
			else response.writeHead(307, { location: `/${left - 1}` }).end();
		};
		expect(text(await get("/5"))).toBe("list");
		requests = [];
		expect((await faultOf(get("/6"))).code).toBe("fetch-failed");
		expect(requests).toHaveLength(6);
	});

	it("to another host is refused when the host must stay the same", async () => {
		const other = `http://localhost:${port}/b`;
		handler = (request, response) =>
			request.url === "/b"
				? response.end("list")
				: response.writeHead(302, { location: request.url === "/near" ? "/b" : other }).end();
		expect(text(await get("/near", { stayOnHost: true }))).toBe("list");
		expect(text(await get("/far"))).toBe("list");
		requests = [];
		expect(await faultOf(get("/far", { stayOnHost: true }))).toMatchObject({
			code: "fetch-refused",
			details: { problem: `it redirects to another host, localhost:${port}` },
		});
		expect(requests).toHaveLength(1);
	});

	it.each([
		["http://169.254.169.254/latest/meta-data/", "the address 169.254.169.254 is a cloud's metadata service"],
		["http://[fd00:ec2::254]/", "the address fd00:ec2::254 is a cloud's metadata service"],
		["file:///etc/passwd", "its scheme is file"],
		["http://me:secret@example.com/", "it contains a user name or password"],
	])("to %s is refused", async (location, problem) => {
		handler = (_request, response) => response.writeHead(302, { location }).end();
		const fault = await faultOf(get("/"));
		expect(fault.code).toBe("fetch-refused");
		expect(fault.details.problem).toBe(problem);
		expect(JSON.stringify(fault.details)).not.toContain("secret");
		expect(requests).toHaveLength(1);
	});
});

describe("an address", () => {
	it.each([
		"ftp://example.com/x",
		"file:///etc/passwd",
		"data:text/plain,x",
		"not a url",
		"http://me:secret@example.com/",
	])("%s is refused", async (url) => {
		const fault = await faultOf(httpGet(url, { allowPrivate: true }));
		expect(fault.code).toBe("fetch-refused");
		expect(fault.message).not.toContain("secret");
	});

	it.each(["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0.0.0.0", "10.0.0.1"])(
		"on host %s is refused unless private ones are allowed, before anything is sent",
		async (host) => {
			handler = (_request, response) => response.end("secret");
			expect((await faultOf(httpGet(`http://${host}:${port}/`))).code).toBe("fetch-refused");
			expect(requests).toHaveLength(0);
		},
	);

	it("by name is fetched when private ones are allowed", async () => {
		handler = (_request, response) => response.end("list");
		expect(text(await get(`http://localhost:${port}/`))).toBe("list");
	});

	it("of a metadata service is always refused", async () => {
		expect((await faultOf(get("http://169.254.169.254/"))).code).toBe("fetch-refused");
	});
});

describe("a body larger than maxBytes", () => {
	const tooLarge = { code: "upstream-file-too-large", details: { limit: 1000 } };

	it.each([1000, 1001])("starts one byte above the limit (%i bytes)", async (size) => {
		handler = (_request, response) => response.end(Buffer.alloc(size));
		if (size > 1000) expect(await faultOf(get("/", { maxBytes: 1000 }))).toMatchObject(tooLarge);
		else expect(text(await get("/", { maxBytes: 1000 }))).toHaveLength(1000);
	});

	it("is refused by its Content-Length, before it arrives", async () => {
		handler = (_request, response) => response.setHeader("content-length", 5000).flushHeaders();
		expect(await faultOf(get("/", { maxBytes: 1000 }))).toMatchObject(tooLarge);
	});

	it("is refused while it arrives without a Content-Length, without a retry", async () => {
		handler = (_request, response) => {
			const more = setInterval(() => response.write(Buffer.alloc(400)), 1);
			response.on("close", () => clearInterval(more));
		};
		expect(await faultOf(get("/", { maxBytes: 1000 }))).toMatchObject(tooLarge);
		expect(requests).toHaveLength(1);
	});

	it("is refused when it is small only in compressed form", async () => {
		handler = (_request, response) =>
			response.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.alloc(50_000_000)));
		expect(await faultOf(get("/", { maxBytes: 100_000 }))).toMatchObject({
			code: "upstream-file-too-large",
			details: { limit: 100_000 },
		});
	});
});

describe("a timeout", () => {
	it("ends an attempt whose server sends nothing", async () => {
		handler = (_request, response) => (requests.length < 2 ? response.write("li") : response.end("list"));
		expect(text(await get("/", { stallMs: 50 }))).toBe("list");
		expect(requests).toHaveLength(2);
	});

	it("ends an attempt whose server never responds", async () => {
		handler = () => undefined;
		expect((await faultOf(get("/", { stallMs: 20 }))).details).toMatchObject({
			problem: "no data arrived for 0.02 s",
			tries: 3,
		});
	});

	it("ends an attempt whose body trickles on indefinitely", async () => {
		handler = (_request, response) => {
			const drip = setInterval(() => response.write("x"), 5);
			response.on("close", () => clearInterval(drip));
		};
		expect((await faultOf(get("/", { timeoutMs: 60, stallMs: 5_000 }))).details).toMatchObject({
			problem: "it took longer than 0.06 s",
			tries: 3,
		});
	});

	it("ends immediately when the caller aborts", async () => {
		const caller = new AbortController();
		handler = () => caller.abort();
		expect((await faultOf(get("/", { signal: caller.signal }))).details).toMatchObject({
			problem: "it was cancelled",
			tries: 1,
		});
		expect((await faultOf(get("/", { signal: AbortSignal.abort() }))).details).toMatchObject({
			problem: "it was cancelled",
		});
		expect(requests).toHaveLength(1);
	});
});
