import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, startApi } from "./start-api.ts";

/** Everything that a client received on a socket until the server closed it. */
interface Said {
	readonly socket: ReturnType<typeof connect>;
	readonly closed: Promise<string>;
}

// Short timeouts, and no clock in the tests: each waits for the server to close the connection, and would hang if it
// did not.
describe("a client on a socket", () => {
	let api: Api;
	let port: number;
	let token: string;
	beforeAll(async () => {
		api = await startApi("sqlite", {
			connections: { headersMs: 300, requestMs: 600, checkMs: 50, idleMs: 1_500, connections: 20 },
		});
		port = Number(new URL(await api.app.listen({ host: "127.0.0.1", port: 0 })).port);
		token = await api.newToken("admin");
	});
	afterAll(() => api.close());

	function say(text: string): Said {
		const socket = connect(port, "127.0.0.1");
		let answer = "";
		socket.on("data", (chunk) => {
			answer += String(chunk);
		});
		socket.on("error", () => undefined);
		socket.write(text);
		return { socket, closed: new Promise((resolve) => socket.once("close", () => resolve(answer))) };
	}
	const post = (more: string) =>
		`POST /v1/mcis HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n${more}`;
	const isTooSlow = (answer: string) => {
		expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
		expect(answer).toContain("content-type: application/problem+json");
		expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toMatchObject({ code: "input-invalid", status: 408 });
	};

	it("that never ends its headers is disconnected", async () =>
		isTooSlow(await say("GET /healthz HTTP/1.1\r\nhost: x\r\n").closed));

	it("that sends a header now and then without end is disconnected", async () => {
		const { socket, closed } = say("GET /healthz HTTP/1.1\r\nhost: x\r\n");
		const dripping = setInterval(() => socket.write("x-drip: 1\r\n"), 20);
		isTooSlow(await closed.finally(() => clearInterval(dripping)));
	});

	it("that sends its body a byte now and then is disconnected, and nothing is created", async () => {
		const { socket, closed } = say(post('content-length: 100000\r\n\r\n{"name":"slow","description":"'));
		const dripping = setInterval(() => socket.write("x"), 20);
		isTooSlow(await closed.finally(() => clearInterval(dripping)));
		expect((await api.ask({ url: "/v1/mcis" })).json().items).toEqual([]);
	});

	it("that sends a chunked body without end is disconnected", async () => {
		const { socket, closed } = say(post('transfer-encoding: chunked\r\n\r\n10\r\n{"name":"slow", \r\n'));
		const dripping = setInterval(() => socket.write("1\r\n \r\n"), 20);
		isTooSlow(await closed.finally(() => clearInterval(dripping)));
	});

	it("that sends nothing is disconnected", async () => {
		const { closed } = say("");
		expect(await closed).toMatch(/^(HTTP\/1\.1 408 |$)/);
	});

	it("that sends too large a chunked body gets an error, whatever the body says", async () => {
		const chunk = `10000\r\n${"x".repeat(0x1_00_00)}\r\n`;
		const { closed } = say(
			`${post("transfer-encoding: chunked\r\nconnection: close\r\n\r\n")}${chunk.repeat(20)}0\r\n\r\n`,
		);
		expect(await closed).toMatch(/^HTTP\/1\.1 413 .*"code":"input-too-large"/s);
	});

	it.each([
		["two lengths", "content-length: 2\r\ncontent-length: 13\r\n\r\n{}"],
		["a length and chunks", "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"],
		["a length that is none", "content-length: -2\r\n\r\n{}"],
		["a coding that hides chunks", "transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n"],
		["a header with a bare line feed in its name", "x-\n: 1\r\n\r\n"],
		["a NUL in a header", "x-nul: a\0b\r\n\r\n"],
		[
			"headers of more than 16 KiB",
			`${Array.from({ length: 500 }, (_, i) => `x-${i}: ${"y".repeat(30)}\r\n`).join("")}\r\n`,
		],
		["white space before a header", " x-folded: 1\r\n\r\n"],
	])("that sends %s gets a problem, and no second request is read from it", async (_what, more) => {
		const { closed } = say(post(more));
		const answer = await closed;
		expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
		expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
		expect(answer).toContain("application/problem+json");
	});

	it("over the limit of connections is closed at once, and the others are answered", async () => {
		const silent = Array.from({ length: 30 }, () => say(""));
		const answers = await Promise.all(silent.map(({ closed }) => closed));
		expect(answers.filter((answer) => answer === "").length).toBeGreaterThanOrEqual(10);
		expect(await say("GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").closed).toMatch(
			/^HTTP\/1\.1 200 /,
		);
	});
});
