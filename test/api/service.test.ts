import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { statusOf } from "../../src/api/error-status.ts";
import { catalogue, type FaultCode } from "../../src/core/errors.ts";
import { roleSets } from "../role-sets.ts";
import { type Body, bodyOf, engines, problemIn, startApi, useApi } from "./start-api.ts";

describe.each(engines)("the service on %s", (engine) => {
	const api = useApi(engine, { docsPage: true });

	it("is healthy while it reaches its database, and reports it to everyone", async () => {
		expect(bodyOf(await api.ask({ url: "/healthz", as: null }))).toEqual({ status: "ok", engine });
	});

	it("redirects from its root to the page that describes it", async () => {
		const root = await api.ask({ url: "/", as: null });
		expect([root.statusCode, root.headers["location"]]).toEqual([302, "/docs"]);
	});

	it("serves the content of openapi.json", async () => {
		const served = bodyOf(await api.ask({ url: "/openapi.json", as: null }));
		expect(served).toEqual(JSON.parse(readFileSync(new URL("../../openapi.json", import.meta.url), "utf8")));
	});

	it("serves the page with all its files, and loads none from other hosts", async () => {
		const seen = new Set<string>();
		const queue = ["/docs"];
		for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
			if (seen.has(url)) continue;
			seen.add(url);
			const file = await api.ask({ url, as: null });
			if (file.statusCode >= 300 && file.statusCode < 400) {
				queue.push(new URL(String(file.headers["location"]), `http://here${url}`).pathname);
				continue;
			}
			expect([url, file.statusCode]).toEqual([url, 200]);
			expect(file.headers["x-content-type-options"]).toBe("nosniff");
			if (!/html/.test(String(file.headers["content-type"]))) continue;
			expect(String(file.headers["content-security-policy"])).toMatch(/default-src 'self'/);
			expect(file.body, url).not.toMatch(/(?:src|href)\s*=\s*["']?(?:https?:)?\/\//i);
			for (const [, link = ""] of file.body.matchAll(/(?:src|href)="([^"#]+)"/g))
				queue.push(new URL(link, `http://here${url}`).pathname);
		}
		expect([...seen].filter((url) => url.endsWith(".js")).length).toBeGreaterThan(2);
		const start = await api.ask({
			url: [...seen].find((url) => url.endsWith("swagger-initializer.js")) ?? "",
			as: null,
		});
		expect(start.body.replace(/\/\/ .*$/gm, "")).not.toMatch(/["'](?:https?:)?\/\//);
		expect(start.body, "no validator of another host").toMatch(/validatorUrl: null/);
	});

	it.each(Object.keys(catalogue) as FaultCode[])("explains the error %s", async (code) => {
		const { kind, text, help } = catalogue[code];
		expect(bodyOf(await api.ask({ url: `/v1/errors/${code}`, as: null }))).toEqual({
			code,
			kind,
			status: statusOf(code),
			text,
			help,
		});
	});

	it.each(["nothing", "__proto__", "constructor", "toString", "%2e%2e", "HEAD-STALE"])(
		"has no error %s",
		async (code) => {
			problemIn(await api.ask({ url: `/v1/errors/${code}`, as: null }), 404, "route-not-found");
		},
	);

	it("shows who sends the request", async () => {
		expect(bodyOf(await api.ask({ url: "/v1/whoami", as: "reader" }))).toMatchObject({
			account: "default",
			name: "reader of the tests",
			kind: "token",
			roles: ["observer"],
			only: null,
		});
		const stranger = await api.newToken("writer", "acme");
		expect(bodyOf(await api.ask({ url: "/v1/whoami", as: stranger }))).toMatchObject({
			account: "acme",
			name: "writer of the tests",
			roles: roleSets.writer,
		});
	});

	describe("tokens", () => {
		it("are created with a secret that is shown once and works immediately", async () => {
			const made = await api.ask({
				method: "POST",
				url: "/v1/tokens",
				body: { name: " ci ", roles: ["designer"], expiresAt: "2099-01-01T00:00:00+02:00" },
			});
			const { secret, ...token } = bodyOf(made, 201);
			expect(made.headers["cache-control"]).toBe("no-store");
			expect(token).toMatchObject({
				name: "ci",
				roles: ["designer"],
				owner: null,
				expiresAt: "2098-12-31T22:00:00.000Z",
				revokedAt: null,
				lastUsedAt: null,
			});
			expect(secret).toMatch(/^mci_[\w-]{43}$/);
			expect(bodyOf(await api.ask({ url: "/v1/whoami", as: secret }))).toMatchObject({
				name: "ci",
				roles: ["designer"],
			});
			const listed = await api.ask({ url: "/v1/tokens" });
			expect(listed.body).not.toContain(secret);
			expect(listed.body).not.toMatch(/hash|secret/);
			// The use is recorded after the answer, and shows a little later.
			await expect
				.poll(async () => bodyOf(await api.ask({ url: "/v1/tokens" })).items.find((one: Body) => one.id === token.id), {
					timeout: 10_000,
				})
				.toEqual({ ...token, lastUsedAt: expect.stringMatching(/Z$/) });
			const revoked = bodyOf(await api.ask({ method: "DELETE", url: `/v1/tokens/${token.id}` }));
			expect(revoked.revokedAt).toMatch(/Z$/);
			expect(bodyOf(await api.ask({ method: "DELETE", url: `/v1/tokens/${token.id}` })).revokedAt).toBe(
				revoked.revokedAt,
			);
			problemIn(await api.ask({ url: "/v1/whoami", as: secret }), 401, "token-invalid");
		});

		it.each([
			{ name: "", roles: ["observer"] },
			{ name: "  ", roles: ["observer"] },
			{ name: "x".repeat(101), roles: ["observer"] },
			{ name: "x", roles: ["owner"] },
			{ name: "x", roles: [] },
			{ name: "x" },
			{ name: "x", roles: ["observer"], expiresAt: "tomorrow" },
			{ name: "x", roles: ["observer"], expiresAt: "2099-01-01" },
			{ name: "x", roles: ["observer"], expiresAt: "2001-01-01T00:00:00Z" },
		])("are not created from %j", async (body) => {
			problemIn(await api.ask({ method: "POST", url: "/v1/tokens", body }), 400, "input-invalid");
		});

		it("can't be revoked if they do not exist, belong to another account, or are the last admin's", async () => {
			for (const id of [99_999, Number.MAX_SAFE_INTEGER])
				problemIn(await api.ask({ method: "DELETE", url: `/v1/tokens/${id}` }), 404, "token-not-found");
			problemIn(await api.ask({ method: "DELETE", url: "/v1/tokens/x" }), 400, "input-invalid");
			const lonely = await api.newToken("admin", "lonely");
			const [own] = bodyOf(await api.ask({ url: "/v1/tokens", as: lonely })).items;
			problemIn(await api.ask({ method: "DELETE", url: `/v1/tokens/${own.id}` }), 404, "token-not-found");
			problemIn(await api.ask({ method: "DELETE", url: `/v1/tokens/${own.id}`, as: lonely }), 409, "token-last-admin");
			bodyOf(await api.ask({ url: "/v1/whoami", as: lonely }));
		});
	});

	it("is unavailable, without details, when it has lost its database", async () => {
		const doomed = await startApi(engine);
		await doomed.registry.close();
		try {
			for (const url of ["/healthz", "/v1/mcis", "/v1/resolve?ref=a&cloud=gcp"]) {
				const response = await doomed.ask({ url });
				expect([500, 503]).toContain(response.statusCode);
				problemIn(response, response.statusCode, response.statusCode === 503 ? "database-unavailable" : "internal");
			}
		} finally {
			await doomed.app.close();
		}
	});
});
