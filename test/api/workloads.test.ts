import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOpenIdProvider } from "../openid-provider.ts";
import { bodyOf, engines, problemIn, useApi } from "./start-api.ts";

const audience = "https://images.acme.example";
const op = await startOpenIdProvider({ redirectUris: [] });
afterAll(() => op.close());
const claims = { repository: "acme/web", ref: "refs/heads/main" };
const exchange = {
	grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
	subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
};

describe.each(engines)("workload identity on %s", (engine) => {
	const api = useApi(engine, { allowPrivateUpstreams: true });
	const rule = {
		name: "release",
		issuer: op.issuer,
		audience,
		conditions: { repository: ["acme/*"] },
		roles: ["designer"],
	};

	beforeAll(async () => {
		const made = bodyOf(await api.ask({ method: "POST", url: "/v1/workload-rules", body: rule }), 201);
		expect(made).toMatchObject({ ...rule, only: null, isBroken: false, lifetimeSeconds: 900 });
	});

	const ask = (form: Readonly<Record<string, string>>) =>
		api.ask({
			method: "POST",
			url: "/v1/workload-tokens",
			as: null,
			headers: { "content-type": "application/x-www-form-urlencoded" },
			raw: new URLSearchParams({ ...exchange, ...form }).toString(),
		});
	const askJson = (body: Readonly<Record<string, string>>) =>
		api.ask({ method: "POST", url: "/v1/workload-tokens", as: null, body: { ...exchange, ...body } });

	it.each([
		["a form", ask],
		["JSON", askJson],
	])("exchanges a job's token, given as %s, for one that works", async (_, send) => {
		const answer = await send({ subject_token: await op.issue(audience, claims) });
		const body = bodyOf(answer);
		expect(body).toMatchObject({
			issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
			token_type: "Bearer",
			scope: "designer",
			expires_in: 900,
			account: "default",
			rule: "release",
		});
		expect(answer.headers["cache-control"]).toBe("no-store");
		expect(bodyOf(await api.ask({ url: "/v1/whoami", as: body.access_token }))).toMatchObject({
			name: "workload:release",
			roles: ["designer"],
		});
		bodyOf(
			await api.ask({
				method: "POST",
				url: "/v1/mcis",
				body: { name: `by-${_.replace(/\W/g, "")}` },
				as: body.access_token,
			}),
			201,
		);
	});

	it("refuses every invalid token with the same answer", async () => {
		const used = await op.issue(audience, claims);
		bodyOf(await ask({ subject_token: used }));
		const refused = [
			used,
			await op.issue("https://other.example", claims),
			await op.issue(audience, { repository: "evil/web" }),
			await op.sign({ aud: audience, ...claims, exp: 1 }),
			await op.sign({ aud: audience, ...claims, iss: "https://gitlab.com" }),
			`${used.slice(0, -6)}AAAAAA`,
			"made up",
		];
		const answers = [];
		for (const subject_token of refused)
			answers.push(problemIn(await ask({ subject_token }), 401, "workload-token-refused"));
		expect(new Set(answers.map((problem) => JSON.stringify(problem))).size).toBe(1);
	});

	it.each<[string, Readonly<Record<string, string>>]>([
		["no token", {}],
		["another grant", { subject_token: "x", grant_type: "client_credentials" }],
		["another type of token", { subject_token: "x", subject_token_type: "urn:ietf:params:oauth:token-type:saml2" }],
		["an endless token", { subject_token: "x".repeat(20_000) }],
	])("refuses %s", async (_, form) => {
		problemIn(await ask(form), 400, "input-invalid");
	});

	it("ignores unknown parameters, as RFC 6749 (3.2) requires", async () => {
		problemIn(await ask({ subject_token: "made up", resource_hint: "y" }), 401, "workload-token-refused");
	});

	it("accepts forms nowhere else", async () => {
		const form = { "content-type": "application/x-www-form-urlencoded" };
		const answer = await api.ask({ method: "POST", url: "/v1/workload-rules", headers: form, raw: "name=x" });
		expect(answer.statusCode).toBe(400);
	});

	it("lets a job choose one of several matching rules", async () => {
		bodyOf(
			await api.ask({
				method: "POST",
				url: "/v1/workload-rules",
				body: { ...rule, name: "look", roles: ["observer"], lifetimeSeconds: 60 },
			}),
			201,
		);
		const subject_token = await op.issue(audience, claims);
		const { details } = problemIn(await ask({ subject_token }), 409, "workload-rule-ambiguous");
		expect(details).toEqual({ rules: "default/look, default/release" });
		expect(bodyOf(await ask({ subject_token, account: "default", rule: "look" }))).toMatchObject({
			scope: "observer",
			expires_in: 60,
		});
		expect((await api.ask({ method: "DELETE", url: "/v1/workload-rules/look" })).statusCode).toBe(204);
	});

	it("records in the audit what it does not tell the job", async () => {
		problemIn(
			await ask({ subject_token: await op.sign({ aud: audience, repository: "acme/web", jti: "told" }), rule: "none" }),
			401,
			"workload-token-refused",
		);
		const { items } = bodyOf(await api.ask({ url: "/v1/audit?limit=1" }));
		expect(items[0]).toMatchObject({
			act: "workload-rule.refuse",
			after: { tokenId: "jti:told", failed: [{ rule: "release", not: { because: "not-asked-for" } }] },
		});
	});

	it("grants no more tokens after its rule is deleted", async () => {
		const { access_token } = bodyOf(await ask({ subject_token: await op.issue(audience, claims) }));
		expect((await api.ask({ method: "DELETE", url: "/v1/workload-rules/release" })).statusCode).toBe(204);
		problemIn(await api.ask({ url: "/v1/whoami", as: access_token }), 401, "token-invalid");
		problemIn(await ask({ subject_token: await op.issue(audience, claims) }), 401, "workload-token-refused");
		problemIn(await api.ask({ url: "/v1/workload-rules/release" }), 404, "workload-rule-not-found");
		expect(bodyOf(await api.ask({ url: "/v1/workload-rules" }))).toEqual({ items: [] });
	});
});
