import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOpenIdProvider } from "../openid-provider.ts";
import { TestBrowser } from "../test-browser.ts";
import { bodyOf, engines, problemIn, useApi } from "./start-api.ts";

const host = "images.acme.example";
const callback = `http://${host}/sign-in/openid/acme/callback`;
const op = await startOpenIdProvider({ redirectUris: [callback] });
afterAll(() => op.close());

describe.each(engines)("signing in with an OpenID provider on %s", (engine) => {
	const api = useApi(engine, { allowPrivateUpstreams: true });
	const provider = {
		name: "acme",
		title: "Acme",
		issuer: op.issuer,
		clientId: op.client.id,
		clientSecret: op.client.secret,
		scopes: ["email", "groups"],
		groupsClaim: "groups",
	};

	beforeAll(async () => {
		const made = bodyOf(await api.ask({ method: "POST", url: "/v1/sign-in-providers", body: provider }), 201);
		expect(made).toMatchObject({
			name: "acme",
			hasSecret: true,
			groups: [],
			callbackPath: "/sign-in/openid/acme/callback",
		});
		expect(JSON.stringify(made)).not.toContain(op.client.secret);
		const mapping = { group: "ops", account: "default", roles: ["designer"] };
		const mapped = bodyOf(await api.ask({ method: "PUT", url: "/v1/sign-in-providers/acme/groups", body: mapping }));
		expect(mapped.groups).toEqual([mapping]);
		op.people.set("ada", { email: "ada@acme.example", email_verified: true, groups: ["ops"] });
		op.signInAs = "ada";
	});

	const begin = (to?: string) =>
		api.ask({
			url: `/sign-in/openid/acme${to === undefined ? "" : `?to=${encodeURIComponent(to)}`}`,
			as: null,
			headers: { host },
		});
	const cookieOf = (response: { headers: Record<string, unknown> }, name: string) =>
		[response.headers["set-cookie"]]
			.flat()
			.map(String)
			.find((cookie) => cookie.startsWith(`${name}=`));
	const comeBack = async (begun: Awaited<ReturnType<typeof begin>>) => {
		const { pathname, search } = new URL(await new TestBrowser().follow(String(begun.headers.location), callback));
		return pathname + search;
	};
	const finish = (url: string, cookie?: string) =>
		api.ask({ url, as: null, headers: { host, ...(cookie === undefined ? {} : { cookie }) } });

	it("is offered when the user is not signed in", async () => {
		expect(bodyOf(await api.ask({ url: "/v1/sign-in-options", as: null }))).toEqual({
			items: [{ name: "acme", title: "Acme", path: "/sign-in/openid/acme" }],
		});
	});

	it("leads to the provider and back, to a session that the API accepts", async () => {
		const begun = await begin("/docs?x=1");
		expect(begun.statusCode).toBe(303);
		expect(new URL(String(begun.headers.location)).searchParams.get("redirect_uri")).toBe(callback);
		const pending = cookieOf(begun, "mci-sign-in") ?? "";
		expect(pending).toMatch(/^mci-sign-in=[\w.-]+; Expires=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
		expect(begun.headers["cache-control"]).toBe("no-store");

		const [pair = ""] = pending.split(";");
		const done = await finish(await comeBack(begun), pair);
		expect([
			done.statusCode,
			done.headers.location,
			done.headers["cache-control"],
			done.headers["referrer-policy"],
		]).toEqual([303, "/docs?x=1", "no-store", "no-referrer"]);
		expect(cookieOf(done, "mci-sign-in")).toContain("Expires=Thu, 01 Jan 1970");
		const session = cookieOf(done, "mci-session")?.split(";")[0] ?? "";
		const who = bodyOf(await api.ask({ url: "/v1/whoami", as: null, headers: { cookie: session } }));
		expect(who).toMatchObject({ name: "ada@acme.example", account: "default", roles: ["designer"] });
	});

	it("comes back by https behind a proxy that speaks https, with cookies of this host only", async () => {
		const behind = await api.second({ allowPrivateUpstreams: true, trustProxy: ["127.0.0.1"] });
		try {
			const headers = { host, "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7" };
			const begun = await behind.ask({ url: "/sign-in/openid/acme", as: null, headers });
			expect(new URL(String(begun.headers.location)).searchParams.get("redirect_uri")).toBe(
				callback.replace("http:", "https:"),
			);
			expect(cookieOf(begun, "__Host-mci-sign-in")).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
		} finally {
			await behind.close();
		}
	});

	it("never redirects to another site afterwards", async () => {
		const begun = await begin("//evil.example/");
		const [pair = ""] = (cookieOf(begun, "mci-sign-in") ?? "").split(";");
		expect((await finish(await comeBack(begun), pair)).headers.location).toBe("/");
	});

	it("refuses to finish a sign-in that another browser started, and creates no session", async () => {
		const back = await comeBack(await begin());
		for (const cookie of [undefined, "mci-sign-in=made-up", "mci-session=x"]) {
			const refused = await finish(back, cookie);
			const problem = problemIn(refused, 401, "openid-sign-in-refused");
			expect(problem.details).toEqual({});
			expect(cookieOf(refused, "mci-session")).toBeUndefined();
		}
	});

	it("refuses a provider that does not exist", async () => {
		problemIn(await api.ask({ url: "/sign-in/openid/none", as: null }), 404, "sign-in-provider-not-found");
		problemIn(
			await api.ask({ url: "/sign-in/openid/none/callback?code=x&state=y", as: null }),
			401,
			"openid-sign-in-refused",
		);
	});

	it.each([
		[{ ...provider, name: "A" }, 400, "sign-in-provider-invalid"],
		[provider, 409, "sign-in-provider-exists"],
		[{ ...provider, name: "b", issuer: "http://169.254.169.254" }, 422, "fetch-refused"],
		[{ ...provider, name: "b", issuer: "http://127.0.0.1:1" }, 502, "openid-unavailable"],
		[{ ...provider, name: "b", admits: "nobody" }, 400, "input-invalid"],
	] as const)("refuses the provider %j: %i", async (body, status, code) => {
		problemIn(await api.ask({ method: "POST", url: "/v1/sign-in-providers", body }), status, code);
	});

	it("edits a provider, but never its issuer", async () => {
		const url = "/v1/sign-in-providers/acme";
		expect(bodyOf(await api.ask({ method: "PATCH", url, body: { title: "Acme Inc." } }))).toMatchObject({
			title: "Acme Inc.",
			hasSecret: true,
			scopes: ["email", "groups"],
		});
		problemIn(await api.ask({ method: "PATCH", url, body: { issuer: "https://evil.example" } }), 400, "input-invalid");
		expect(bodyOf(await api.ask({ url: "/v1/sign-in-providers" })).items).toMatchObject([
			{ title: "Acme Inc.", issuer: op.issuer },
		]);
	});

	it("keeps codes and secrets out of its answers and records", async () => {
		const begun = await begin();
		const back = await comeBack(begun);
		const [pair = ""] = (cookieOf(begun, "mci-sign-in") ?? "").split(";");
		await finish(back, pair);
		const audit = JSON.stringify(bodyOf(await api.ask({ url: "/v1/audit?limit=100" })));
		const query = new URLSearchParams(back.split("?")[1]);
		for (const secret of [query.get("code"), query.get("state"), op.client.secret, pair.split("=")[1]])
			expect(audit).not.toContain(secret);
	});
});
