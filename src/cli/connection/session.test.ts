import { describe, expect, it } from "vitest";
import { createClient } from "../../client/generated/registry.ts";
import type { Transport } from "../../client/request.ts";
import { overNetwork } from "./session.ts";

function answering(status: number, type: string | null): Transport {
	const response = { ok: status < 300, status, headers: { get: () => type }, text: async () => "" };
	return { baseUrl: "http://h", token: null, fetch: async () => response };
}

const get = { method: "GET", headers: {} };

describe("a registry over the network", () => {
	it.each([
		[200, "application/json; charset=utf-8"],
		[200, "application/x-ndjson"],
		[204, null],
		[404, "application/problem+json; charset=utf-8"],
	])("may answer %i with %s", async (status, type) => {
		expect((await overNetwork(answering(status, type)).fetch("/", get)).status).toBe(status);
	});

	it.each([
		[200, "text/html"],
		[404, "text/html"],
		[404, "application/json"],
		[502, null],
	])("never answers %i with %s", async (status, type) => {
		await expect(overNetwork(answering(status, type)).fetch("/", get)).rejects.toThrow(
			`No registry answers at http://h: it answered with status ${status} and is not a registry.`,
		);
	});

	it("may answer text only for a server's user data", async () => {
		const { fetch } = overNetwork(answering(200, "text/plain; charset=utf-8"));
		expect((await fetch("http://h/v1/deployments/prod/servers/web/export?format=cloud-init", get)).status).toBe(200);
		await expect(fetch("http://h/v1/deployments/prod/servers/web/export?format=json", get)).rejects.toThrow(
			"is not a registry",
		);
		await expect(fetch("http://h/v1/mcis", get)).rejects.toThrow("is not a registry");
	});

	it.each([
		[
			new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:1") }),
			"connect ECONNREFUSED 127.0.0.1:1",
		],
		[new TypeError("fetch failed", { cause: new AggregateError([new Error("no route")]) }), "no route"],
		[new Error("odd"), "odd"],
	])("explains a failure with %s", async (error, why) => {
		const transport: Transport = { baseUrl: "http://h", token: null, fetch: () => Promise.reject(error) };
		await expect(overNetwork(transport).fetch("/", get)).rejects.toThrow(`No registry answers at http://h: ${why}.`);
	});
});

describe("two clients in one process", () => {
	it("keep their address, token, account and cookie apart", async () => {
		const seen: unknown[] = [];
		const clientOf = (name: string) =>
			createClient({
				baseUrl: `http://${name}`,
				token: `token-${name}`,
				account: name,
				jar: { cookie: null },
				fetch: async (url, { headers }) => {
					seen.push([url, headers.authorization, headers["mci-account"], headers.cookie]);
					const cookie = (header: string) => (header === "set-cookie" ? `session=${name}; Path=/` : "application/json");
					return { ok: true, status: 200, headers: { get: cookie }, text: async () => "{}" };
				},
			});
		const [a, b] = [clientOf("a"), clientOf("b")];
		await Promise.all([a.whoAmI(), b.whoAmI()]);
		await Promise.all([b.getMci("web"), a.getMci("web")]);
		expect(seen).toEqual([
			["http://a/v1/whoami", "Bearer token-a", "a", undefined],
			["http://b/v1/whoami", "Bearer token-b", "b", undefined],
			["http://b/v1/mcis/web", "Bearer token-b", "b", "session=b"],
			["http://a/v1/mcis/web", "Bearer token-a", "a", "session=a"],
		]);
	});
});
