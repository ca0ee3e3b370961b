import { beforeAll, describe, expect, it } from "vitest";
import { bodyOf, problemIn, useApi } from "../api/start-api.ts";
import { apiOperations, requestFor } from "./api-operations.ts";
import { contentsOf, fillRegistry, usualText } from "./attacked-registry.ts";

const password = "plum rocket sieve";
const host = "registry.example";
/** The headers that browsers send with a request from another site's page, from the newest browser to the oldest. */
const crossSite: readonly (readonly [what: string, headers: Readonly<Record<string, string>>])[] = [
	["another site's page", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
	["a page of a neighbouring host", { "sec-fetch-site": "same-site", origin: "https://other.example" }],
	["an address typed by hand", { "sec-fetch-site": "none" }],
	["another origin, in an old browser", { origin: "https://evil.example" }],
	["this host by another scheme", { origin: `https://${host}` }],
	["this host on another port", { origin: `http://${host}:8080` }],
	["a host that only begins so", { origin: `http://${host}.evil.example` }],
	["an opaque origin", { origin: "null" }],
	["nothing that says where it is from", {}],
];

const changing = apiOperations.filter(({ method, id }) => method !== "GET" && id !== "signIn");

// One hook decides before anything of the request is read, so one engine is enough.
describe("a request with a browser's session, sent from another site's page", () => {
	const api = useApi("sqlite");
	let cookie: string;
	beforeAll(async () => {
		await fillRegistry(api);
		bodyOf(await api.ask({ method: "POST", url: "/v1/users", body: { name: "eve", password } }), 201);
		const roles = ["observer", "actor", "designer", "library", "publisher", "admin"];
		bodyOf(await api.ask({ method: "PUT", url: "/v1/members/eve", body: { roles } }), 201);
		cookie = await signIn({ host, origin: `http://${host}` });
	});

	async function signIn(headers: Readonly<Record<string, string>>): Promise<string> {
		const answer = await api.ask({
			method: "POST",
			url: "/v1/session",
			as: null,
			headers,
			body: { name: "eve", password },
		});
		bodyOf(answer, 201);
		return String(answer.headers["set-cookie"]).split(";")[0] ?? "";
	}

	it("has a cookie that scripts can't read and another site's form does not send", async () => {
		const answer = await api.ask({
			method: "POST",
			url: "/v1/session",
			as: null,
			headers: { host, origin: `http://${host}` },
			body: { name: "eve", password },
		});
		expect(String(answer.headers["set-cookie"])).toMatch(/^mci-session=[\w-]{43}; .*Path=\/; HttpOnly; SameSite=Lax$/);
		cookie = String(answer.headers["set-cookie"]).split(";")[0] ?? "";
	});

	it.each(changing.map((operation) => [operation.id, operation] as const))(
		"changes nothing by %s",
		async (_id, operation) => {
			const question = requestFor(operation, { usual: usualText });
			for (const [what, headers] of crossSite) {
				const answer = await api.ask({
					...question,
					as: null,
					headers: { ...question.headers, host, cookie, ...headers },
				});
				// Open to everyone: the session is ignored, so the request gains nothing from it.
				const open = ["exchangeWorkloadToken"].includes(operation.id);
				if (!open) expect([what, answer.statusCode, answer.json().code]).toEqual([what, 403, "cross-site"]);
			}
		},
	);

	it("left everything unchanged, and the session's own page still works", async () => {
		const own = { host, cookie, origin: `http://${host}`, "sec-fetch-site": "same-origin" };
		expect(bodyOf(await api.ask({ url: "/v1/whoami", as: null, headers: own })).name).toBe("eve");
		const before = await contentsOf(api, "admin");
		bodyOf(await api.ask({ method: "POST", url: "/v1/mcis", as: null, headers: own, body: { name: "by-eve" } }), 201);
		expect((before["mcis"] as readonly { readonly name: string }[]).map(({ name }) => name)).toEqual(["governed"]);
	});

	it("does not sign the browser in as another user", async () => {
		for (const [, headers] of crossSite.filter(
			([, { origin, "sec-fetch-site": site }]) => origin !== undefined || site === "cross-site",
		)) {
			const answer = await api.ask({
				method: "POST",
				url: "/v1/session",
				as: null,
				headers: { host, ...headers },
				body: { name: "eve", password },
			});
			problemIn(answer, 403, "cross-site");
			expect(answer.headers).not.toHaveProperty("set-cookie");
		}
	});

	it("can't be read from another origin: no answer allows it", async () => {
		for (const question of [
			{ url: "/v1/mcis", headers: { host, cookie, origin: "https://evil.example" } },
			{
				method: "OPTIONS",
				url: "/v1/mcis",
				headers: { host, origin: "https://evil.example", "access-control-request-method": "POST" },
			},
		] as const) {
			const answer = await api.ask({ ...question, as: null });
			expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
			expect(answer.headers["cross-origin-resource-policy"]).toBe("same-origin");
		}
	});
});
