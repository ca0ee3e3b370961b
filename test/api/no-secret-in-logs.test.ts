import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLog } from "../../src/main/logs.ts";
import { type Api, engines, type Question, startApi } from "./start-api.ts";

const secret = "hunter2-plum-rocket-sieve";
/** The secret in the encodings that a text can have on its way. */
const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64").slice(0, 24), "plum-rocket"];
const token = "mci_unknown0plum-rocket0unknown";

interface Document {
	readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}
const document = JSON.parse(readFileSync(new URL("../../openapi.json", import.meta.url), "utf8")) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, { operationId }]) => ({ path, method: method.toUpperCase(), operationId })),
);

describe.each(engines)("the log of a server that logs everything, on %s", (engine) => {
	let lines: string[];
	let api: Api;
	beforeAll(async () => {
		lines = [];
		const logger = openLog("trace", { write: (line: string) => void lines.push(line) });
		api = await startApi(engine, { logger });
	});
	afterAll(() => api.close());

	const messages = () => lines.map((line) => (JSON.parse(line) as { readonly msg?: string }).msg);

	it("has nothing of the requests to any operation, valid or not", async () => {
		const words = {
			password: secret,
			secret,
			token: secret,
			code: secret,
			clientSecret: secret,
			userData: secret,
			source: secret,
		};
		for (const { path, method } of operations) {
			const url = `${path.replace(/\{\w+\}/g, "x")}?token=${secret}&password=${secret}`;
			const question = {
				method: method as "POST",
				url,
				headers: { "if-match": "*", cookie: `session=${secret}; mci-session=${secret}` },
			};
			const isRead = method === "GET" || method === "DELETE";
			for (const body of isRead ? [undefined] : [words, { name: secret, ...words }, [secret], secret]) {
				await api.ask({ ...question, ...(body === undefined ? {} : { body }) });
			}
			await api.ask({ ...question, as: token });
			await api.ask({ ...question, as: null });
			await api.ask({
				...question,
				headers: { ...question.headers, authorization: `Basic ${Buffer.from(`ada:${secret}`).toString("base64")}` },
			});
		}
		expect(messages()).toContain("request");
		expectNoSecret();
	});

	it("has nothing of the requests that could not be parsed", async () => {
		const { port } = new URL(await api.app.listen({ host: "127.0.0.1", port: 0 }));
		const bad: readonly string[] = [
			`GET /v1/mcis?token=${secret} HTTP/9.9\r\nauthorization: Bearer ${token}\r\n\r\n`,
			`POST /v1/mcis HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-length: nine\r\n\r\n${secret}`,
			`GET /${secret} HTTP/1.1\r\nhost: x\r\nx-secret: ${secret.repeat(1000)}\r\n\r\n`,
		];
		for (const text of bad) {
			const socket = connect(Number(port), "127.0.0.1").on("error", () => undefined);
			socket.resume().end(text);
			await new Promise((resolve) => socket.once("close", resolve));
		}
		const json = { "content-type": "application/json" };
		for (const question of [
			{ url: `/v1/mcis/%zz${secret}` },
			{ url: `/v1/${secret}` },
			{ method: "POST", url: "/v1/mcis", raw: `{"name":"${secret}`, headers: json },
			{ method: "POST", url: "/v1/mcis", raw: `${secret}`, headers: { "content-type": `text/${secret}` } },
			{
				method: "POST",
				url: "/v1/mcis",
				raw: JSON.stringify({ name: "x", description: secret.repeat(100_000) }),
				headers: json,
			},
			{ method: "POST", url: "/v1/imports", body: { files: [{ path: `${secret}.json`, content: `{"${secret}":` }] } },
		] satisfies Question[]) {
			await api.ask(question);
		}
		expectNoSecret();
	});

	it("reports an unexpected error without the request's content", async () => {
		const doomed = await api.second({ logger: openLog("trace", { write: (line: string) => void lines.push(line) }) });
		await doomed.registry.close();
		const question = { url: `/v1/mcis/${secret}?token=${secret}`, headers: { cookie: secret } };
		expect((await doomed.ask(question)).statusCode).toBeGreaterThanOrEqual(500);
		expect((await doomed.ask({ ...question, as: token })).statusCode).toBeGreaterThanOrEqual(500);
		await doomed.app.close();
		expectNoSecret();
	});

	it("has a placeholder for everything that a library would log", () => {
		const written: string[] = [];
		const log = openLog("trace", { write: (line: string) => void written.push(line) });
		log.info(
			{
				headers: { authorization: secret, cookie: secret },
				password: secret,
				err: Object.assign(new Error("x"), { secret }),
			},
			"seen",
		);
		log.info(
			{ req: { headers: { authorization: secret, cookie: secret } }, options: { password: secret, token: secret } },
			"seen",
		);
		expect(written.join("")).not.toContain(secret);
		expect(written.join("").match(/\[secret\]/g)).toHaveLength(8);
	});

	function expectNoSecret(): void {
		const text = lines.join("");
		for (const form of [...forms, token])
			expect(text.includes(form) ? lines.find((line) => line.includes(form)) : "", form).toBe("");
	}
});
