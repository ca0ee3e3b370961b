import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { startOpenIdProvider } from "../../test/openid-provider.ts";
import { TestBrowser } from "../../test/test-browser.ts";
import { type FaultCode, isFault } from "../core/errors.ts";
import { openOpenId } from "./open-openid.ts";
import type { BegunSignIn, ProviderSettings, SignInChecks } from "./openid.ts";

const redirectUri = "https://mci.acme.example/sign-in/openid/acme/callback";
const op = await startOpenIdProvider({ redirectUris: [redirectUri] });
afterAll(() => op.close());
const settings: ProviderSettings = {
	issuer: op.issuer,
	clientId: op.client.id,
	clientSecret: op.client.secret,
	scopes: ["email", "profile", "groups"],
	groupsClaim: "groups",
};
const { people } = openOpenId({ now: () => new Date().toISOString(), allowPrivate: true });

beforeEach(() => {
	op.people.clear();
	op.people.set("alice-1", {
		email: "alice@acme.example",
		email_verified: true,
		name: "Alice",
		groups: ["ops", "leads", 7, ""],
	});
	op.signInAs = "alice-1";
});

/** The query of the address to which the provider redirects the browser. */
async function comeBack({ url }: BegunSignIn): Promise<string> {
	return new URL(await new TestBrowser().follow(url, redirectUri)).search;
}

async function signIn(
	provider: ProviderSettings = settings,
	change: (checks: SignInChecks) => Partial<SignInChecks> = () => ({}),
) {
	const begun = await people.begin(provider, redirectUri);
	return people.finish(provider, {
		query: await comeBack(begun),
		checks: { ...begun.checks, ...change(begun.checks) },
	});
}

async function faultOf(promise: Promise<unknown>): Promise<{ code: FaultCode; message: string }> {
	const error = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (isFault(error)) return error;
	throw new Error(`no fault: ${String(error)}`);
}

describe("sign-in", () => {
	it("returns the user's identity", async () => {
		expect(await signIn()).toEqual({
			kind: "signed-in",
			person: {
				issuer: op.issuer,
				subject: "alice-1",
				email: "alice@acme.example",
				emailVerified: true,
				name: "Alice",
				groups: ["ops", "leads"],
			},
		});
	});

	it("requests state, nonce and a code challenge, all of them new each time", async () => {
		const [first, second] = [await people.begin(settings, redirectUri), await people.begin(settings, redirectUri)];
		const asked = new URL(first.url).searchParams;
		expect(Object.fromEntries(asked)).toMatchObject({
			response_type: "code",
			client_id: op.client.id,
			redirect_uri: redirectUri,
			scope: "openid email profile groups",
			state: first.checks.state,
			nonce: first.checks.nonce,
			code_challenge_method: "S256",
		});
		expect(first.url).not.toContain(first.checks.codeVerifier);
		for (const one of ["state", "nonce", "codeVerifier"] as const) {
			expect(first.checks[one].length).toBeGreaterThanOrEqual(43);
			expect(first.checks[one]).not.toBe(second.checks[one]);
		}
	});

	it.each([
		["without the client's secret", null, "the provider refuses the code: invalid_client"],
		["with a wrong secret of the client", "wrong", "the provider refuses this client or its secret"],
	])("%s is refused", async (_, clientSecret, because) => {
		expect(await signIn({ ...settings, clientSecret })).toEqual({ kind: "refused", because });
	});

	it.each<[string, (checks: SignInChecks) => Partial<SignInChecks>, string]>([
		["another code verifier", () => ({ codeVerifier: "x".repeat(43) }), "the provider refuses the code: invalid_grant"],
		["another state", () => ({ state: "x".repeat(43) }), 'unexpected "state" response parameter value'],
		["another nonce", () => ({ nonce: "x".repeat(43) }), 'unexpected ID Token "nonce" claim value'],
		[
			"another address",
			(checks) => ({ redirectUri: `${checks.redirectUri}2` }),
			"the provider refuses the code: invalid_grant",
		],
	])("with %s is refused", async (_, change, because) => {
		expect(await signIn(settings, change)).toEqual({ kind: "refused", because });
	});

	it("with a code that was redeemed before is refused", async () => {
		const begun = await people.begin(settings, redirectUri);
		const query = await comeBack(begun);
		expect((await people.finish(settings, { query, checks: begun.checks })).kind).toBe("signed-in");
		expect(await people.finish(settings, { query, checks: begun.checks })).toEqual({
			kind: "refused",
			because: "the provider refuses the code: invalid_grant",
		});
	});

	it("that the user declines is refused", async () => {
		op.signInAs = null;
		expect(await signIn()).toEqual({ kind: "refused", because: "the provider says access_denied" });
	});

	it.each(["", "?code=made-up", "?state=a&code=b&code=c", "?error=", "?%"])(
		"coming back with %j is refused",
		async (query) => {
			const { checks } = await people.begin(settings, redirectUri);
			expect((await people.finish(settings, { query, checks })).kind).toBe("refused");
		},
	);

	it("that comes back from another provider is refused (RFC 9207)", async () => {
		const begun = await people.begin(settings, redirectUri);
		const query = new URLSearchParams(await comeBack(begun));
		query.set("iss", "https://evil.example");
		expect((await people.finish(settings, { query: `?${query}`, checks: begun.checks })).kind).toBe("refused");
	});
});

describe("a user", () => {
	it.each([
		["no groups when the provider has no such claim", {}, "groups", []],
		["no groups when they don't count", { groups: ["ops"] }, null, []],
		["one group written without a list", { groups: "ops" }, "groups", ["ops"]],
		["each group once", { groups: ["ops", "ops"] }, "groups", ["ops"]],
	])("has %s", async (_, claims, groupsClaim, groups) => {
		op.people.set("alice-1", claims);
		expect(await signIn({ ...settings, groupsClaim })).toMatchObject({ person: { groups } });
	});

	it("may have no email address and no name", async () => {
		op.people.set("alice-1", {});
		expect(await signIn()).toMatchObject({
			person: { subject: "alice-1", email: null, emailVerified: false, name: null },
		});
	});

	it("is marked when the address is not verified", async () => {
		op.people.set("alice-1", { email: "root@acme.example", email_verified: false });
		expect(await signIn()).toMatchObject({ person: { email: "root@acme.example", emailVerified: false } });
	});
});

describe("a provider", () => {
	it("must be given with the exact spelling of its address", async () => {
		const fault = await faultOf(
			people.begin({ ...settings, issuer: op.issuer.replace("127.0.0.1", "localhost") }, redirectUri),
		);
		expect(fault.code).toBe("openid-unavailable");
	});

	it.each([
		["http://127.0.0.1:1", "openid-unavailable"],
		["http://169.254.169.254", "fetch-refused"],
	])("at %s is unavailable: %s", async (issuer, code) => {
		expect((await faultOf(people.begin({ ...settings, issuer }, redirectUri))).code).toBe(code);
	});

	it.each(["http://127.0.0.1:4000", "https://127.0.0.1:4000", "http://login.acme.example"])(
		"at %s is not contacted unless private addresses are allowed",
		async (issuer) => {
			const strict = openOpenId({ now: () => new Date().toISOString() });
			expect((await faultOf(strict.people.begin({ ...settings, issuer }, redirectUri))).code).toBe("fetch-refused");
		},
	);

	it("is asked for its configuration once", async () => {
		const before = op.asked.get("/.well-known/openid-configuration");
		await people.begin(settings, redirectUri);
		expect(op.asked.get("/.well-known/openid-configuration")).toBe(before);
	});
});
