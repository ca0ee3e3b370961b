import { request } from "node:http";
import helmet from "@fastify/helmet";
import Fastify, { type LightMyRequestResponse } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { dataHeaders, securityHeaders } from "../../src/api/security-headers.ts";
import { bodyOf, commit, makeMci, type Question, startApi, useApi } from "./start-api.ts";

/** Differences from Helmet's headers, each with its reason in the source. */
const ours: Readonly<Record<string, string | undefined>> = {
	"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
	"referrer-policy": "same-origin",
	"x-frame-options": "DENY",
	// None over http; the next test covers https.
	"strict-transport-security": undefined,
	// For Internet Explorer 8.
	"x-download-options": undefined,
};

/** Requests for each way in which the application sends an answer. */
const questions: readonly (Question & { readonly what: string; readonly status: number })[] = [
	{ what: "a document", url: "/v1/mcis/web", status: 200 },
	{
		what: "an answer to be kept, for one who has it",
		url: "/v1/resolve?ref=web&cloud=gcp",
		headers: { "if-none-match": "*" },
		status: 304,
	},
	{ what: "lines", url: "/v1/mcis", headers: { accept: "application/x-ndjson" }, status: 200 },
	{
		what: "progress",
		method: "POST",
		url: "/v1/imports",
		headers: { accept: "application/x-ndjson" },
		body: { files: [{ path: "a.csv", content: "name,region,ami\nx,us-east-1,ami-00000009\n" }] },
		status: 200,
	},
	{ what: "nothing", method: "DELETE", url: "/v1/mcis/gone", headers: { "if-match": "*" }, status: 204 },
	{ what: "no such address", url: "/v1/nothing", status: 404 },
	{ what: "no such object", url: "/v1/mcis/nothing", status: 404 },
	{ what: "no token", url: "/v1/mcis", as: null, status: 401 },
	{
		what: "a body that is not understood",
		method: "POST",
		url: "/v1/mcis",
		raw: "{",
		headers: { "content-type": "application/json" },
		status: 400,
	},
	{ what: "an address that is not understood", url: "/v1/mcis/%zz", status: 400 },
	{ what: "a redirect", url: "/", status: 302 },
	{ what: "the description", url: "/openapi.json", status: 200 },
	{ what: "health", url: "/healthz", status: 200 },
];

describe("every answer", () => {
	const api = useApi("sqlite", { docsPage: true, trustProxy: ["127.0.0.1"] });
	beforeAll(async () => {
		await makeMci(api, "web", { gcp: "projects/p/global/images/i" });
		await commit(api, "web");
		await makeMci(api, "gone");
	});

	it.each(questions)("has the headers that Helmet sets: $what", async (question) => {
		const answer = await api.ask(question);
		expect(answer.statusCode).toBe(question.status);
		expect(headersLikeHelmets(answer)).toEqual({ ...(await helmetsHeaders()), ...ours });
	});

	it("has the headers that matter for data, also on the route that machines request most", async () => {
		for (let i = 0; i < 3; i++) {
			const answer = await api.ask({ url: "/v1/resolve?ref=web&cloud=gcp" });
			expect(answer.headers).toMatchObject(Object.fromEntries(dataHeaders));
		}
		expect(dataHeaders.map(([name]) => name)).toEqual([
			"content-security-policy",
			"cross-origin-resource-policy",
			"x-content-type-options",
		]);
	});

	it.each([
		["https", "max-age=31536000"],
		["http", undefined],
	])("that came by %s tells browsers to keep using it: %s", async (proto, value) => {
		for (const url of ["/v1/mcis", "/v1/nothing", "/docs"]) {
			const answer = await api.ask({ url, headers: { "x-forwarded-proto": proto } });
			expect(answer.headers["strict-transport-security"]).toBe(value);
		}
	});

	it("that is a page may load the files of this installation, and can't be framed", async () => {
		const page = await api.ask({ url: "/docs/", as: null });
		expect(page.headers["content-type"]).toContain("text/html");
		expect(page.headers["content-security-policy"]).toMatch(
			/default-src 'self'.*frame-ancestors 'none'.*script-src 'self'/,
		);
		expect(page.headers["x-frame-options"]).toBe("DENY");
		for (const [name, value] of securityHeaders.filter(([one]) => one !== "content-security-policy"))
			expect(page.headers[name]).toBe(value);
	});
});

it("to a request that is refused before it is parsed has them too, and is a problem document", async () => {
	const api = await startApi("sqlite");
	try {
		const { port } = new URL(await api.app.listen({ host: "127.0.0.1", port: 0 }));
		const answer = await new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
			(resolve, reject) => {
				request(
					{ port, host: "127.0.0.1", path: "/healthz", headers: { "x-large": "x".repeat(20_000) } },
					(response) => {
						let body = "";
						response.on("data", (chunk) => {
							body += String(chunk);
						});
						response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
					},
				)
					.on("error", reject)
					.end();
			},
		);
		expect(answer.status).toBe(431);
		expect(JSON.parse(answer.body)).toMatchObject({
			code: "input-invalid",
			status: 431,
			detail: expect.stringContaining("larger than 16 KiB"),
		});
		expect(answer.headers).toMatchObject({
			...Object.fromEntries(securityHeaders),
			"content-type": "application/problem+json; charset=utf-8",
		});
	} finally {
		await api.close();
	}
});

it("does not trust a client's claim that it came by https", async () => {
	const api = await startApi("sqlite");
	try {
		const answer = await api.ask({ url: "/healthz", headers: { "x-forwarded-proto": "https" } });
		expect(bodyOf(answer)).toMatchObject({ status: "ok" });
		expect(answer.headers).not.toHaveProperty("strict-transport-security");
	} finally {
		await api.close();
	}
});

/** The defaults of the installed Helmet. */
async function helmetsHeaders(): Promise<Record<string, unknown>> {
	const app = Fastify();
	await app.register(helmet);
	app.get("/", () => "");
	const { headers } = await app.inject("/");
	const others = (
		await Fastify()
			.get("/", () => "")
			.inject("/")
	).headers;
	await app.close();
	return Object.fromEntries(Object.entries(headers).filter(([name]) => !(name in others)));
}

function headersLikeHelmets({ headers }: LightMyRequestResponse): Record<string, unknown> {
	const names = new Set([...Object.keys(ours), ...securityHeaders.map(([name]) => name)]);
	return Object.fromEntries([...names].map((name) => [name, headers[name]]));
}
