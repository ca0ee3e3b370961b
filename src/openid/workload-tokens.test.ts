import { once } from "node:events";
import { createServer } from "node:http";
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT } from "jose";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { startOpenIdProvider } from "../../test/openid-provider.ts";
import { type FaultCode, isFault } from "../core/errors.ts";
import { openOpenId } from "./open-openid.ts";
import type { VerifiedWorkload, WorkloadOutcome, WorkloadRefusal } from "./openid.ts";

const audience = "https://mci.acme.example";
const op = await startOpenIdProvider({ redirectUris: [] });
/** An issuer with test-defined behavior, for cases that the provider's library would not produce. */
let answers: Readonly<Record<string, unknown>> = {};
let asked: string[] = [];
const issuer = createServer((request, response) => {
	asked.push(request.url ?? "");
	const answer = answers[request.url ?? ""];
	if (typeof answer === "number") response.writeHead(answer).end();
	else response.end(typeof answer === "string" ? answer : JSON.stringify(answer ?? null));
}).listen(0, "127.0.0.1");
await once(issuer, "listening");
const address = issuer.address();
const issuerUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
afterAll(async () => {
	await op.close();
	issuer.close();
});

let clockMs = 0;
const now = () => new Date(Date.now() + clockMs).toISOString();
let openId = openOpenId({ now, allowPrivate: true });
beforeEach(() => {
	clockMs = 0;
	answers = {};
	asked = [];
	openId = openOpenId({ now, allowPrivate: true });
});

const verify = (token: string, expected: Partial<{ issuer: string; audiences: string[] }> = {}) =>
	openId.workloads.verify(token, { issuer: op.issuer, audiences: [audience], ...expected });
const refusal = (outcome: WorkloadOutcome) => (outcome.kind === "refused" ? outcome.because : "verified");
const seconds = () => Math.floor(Date.now() / 1000);
const stranger = await generateKeyPair("RS256");
const claims = { aud: audience, sub: "repo:acme/web:ref:refs/heads/main", repository: "acme/web" };

async function verified(token: string): Promise<VerifiedWorkload> {
	const outcome = await verify(token);
	if (outcome.kind === "verified") return outcome.workload;
	throw new Error(`refused: ${outcome.because}`);
}

async function codeOf(promise: Promise<unknown>): Promise<FaultCode> {
	const error = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (isFault(error)) return error.code;
	throw new Error(`no fault: ${String(error)}`);
}

describe("a workload's token", () => {
	it("issued by the provider is verified, with all its claims", async () => {
		const workload = await verified(await op.issue(audience, { repository: "acme/web", ref_protected: true }));
		expect(workload).toMatchObject({
			audience,
			subject: "ci",
			claims: { iss: op.issuer, repository: "acme/web", ref_protected: true },
		});
		expect(workload.tokenId).toMatch(/^jti:.{20,}$/);
	});

	it("issued by the provider for another audience is refused", async () => {
		expect(refusal(await verify(await op.issue("https://other.acme.example", {})))).toBe("audience-wrong");
	});

	it.each<[string, Readonly<Record<string, unknown>>]>([
		["with one of the expected audiences", { aud: audience }],
		["with its audience in a list", { aud: [audience] }],
		["that ended a short time ago", { exp: seconds() - 20 }],
		["whose issuer's clock is a time ahead", { iat: seconds() + 20, nbf: seconds() + 20 }],
		["without a subject", { sub: undefined }],
		["without a time before which it is not valid", { nbf: undefined }],
	])("%s is verified", async (_, change) => {
		expect(
			await verify(await op.sign({ ...claims, ...change }), { audiences: ["https://mci.other.example", audience] }),
		).toMatchObject({
			kind: "verified",
			workload: { audience },
		});
	});

	it.each<[string, WorkloadRefusal, Readonly<Record<string, unknown>>]>([
		["for another audience", "audience-wrong", { aud: "https://mci.acme.example/" }],
		["for an audience in other letters", "audience-wrong", { aud: audience.toUpperCase() }],
		["for others too", "audience-wrong", { aud: [audience, "https://other.acme.example"] }],
		["for nobody", "claims-incomplete", { aud: undefined }],
		["for an empty list", "audience-wrong", { aud: [] }],
		["of another issuer", "issuer-wrong", { iss: "https://gitlab.com" }],
		["of no issuer", "claims-incomplete", { iss: undefined }],
		["that has expired", "expired", { exp: seconds() - 60 }],
		["that never expires", "claims-incomplete", { exp: undefined }],
		["whose expiry is not a number", "claims-incomplete", { exp: "tomorrow" }],
		["that is not valid yet", "not-yet-valid", { nbf: seconds() + 120 }],
		["that was issued in the future", "not-yet-valid", { iat: seconds() + 120 }],
		["that was issued long ago", "too-old", { iat: seconds() - 2 * 3600, exp: seconds() + 3600 }],
		["that was issued at no time", "claims-incomplete", { iat: undefined }],
	])("%s is refused: %s", async (_, because, change) => {
		expect(refusal(await verify(await op.sign({ ...claims, ...change })))).toBe(because);
	});

	it("is refused once it has expired, even after it was verified", async () => {
		const token = await op.sign({ ...claims, exp: seconds() + 300 });
		expect(refusal(await verify(token))).toBe("verified");
		clockMs = 331_000;
		expect(refusal(await verify(token))).toBe("expired");
	});
});

describe("a forged token", () => {
	const body = { iss: op.issuer, iat: seconds(), exp: seconds() + 300, jti: "1", ...claims };
	const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

	it("with another key under the provider's key id is refused", async () => {
		expect(refusal(await verify(await op.sign(claims, {}, stranger.privateKey)))).toBe("signature-wrong");
	});

	it("with a key unknown to the provider is refused", async () => {
		expect(refusal(await verify(await op.sign(claims, { kid: "second" }, stranger.privateKey)))).toBe("key-not-known");
	});

	it.each(["jwk", "jku", "x5u"])("with a key that the token itself brings (%s) is refused", async (name) => {
		const brought = name === "jwk" ? await exportJWK(stranger.publicKey) : `${issuerUrl}/keys`;
		const outcome = await verify(await op.sign(claims, { [name]: brought }, stranger.privateKey));
		expect([refusal(outcome), asked]).toEqual(["signature-wrong", []]);
	});

	it.each(["none", "None", "NONE"])("with the algorithm %s is refused", async (alg) => {
		expect(refusal(await verify(`${part({ alg, kid: "first" })}.${part(body)}.`))).toBe("algorithm-not-allowed");
	});

	it("with the provider's public key as a shared secret is refused", async () => {
		const [key] = await op.keys();
		const publicKey = (await importJWK({ ...key }, "RS256", { extractable: true })) as CryptoKey;
		for (const secret of [
			await exportSPKI(publicKey),
			(await exportSPKI(publicKey)).trim(),
			JSON.stringify(key),
			key?.n ?? "",
		]) {
			const token = await new SignJWT(body)
				.setProtectedHeader({ alg: "HS256", kid: "first" })
				.sign(new TextEncoder().encode(secret.padEnd(32)));
			expect(refusal(await verify(token))).toBe("algorithm-not-allowed");
		}
	});

	it("with changed content is refused", async () => {
		const [header, , signature] = (await op.sign(claims)).split(".");
		expect(refusal(await verify(`${header}.${part({ ...body, repository: "evil/web" })}.${signature}`))).toBe(
			"signature-wrong",
		);
	});

	it.each([
		"",
		"x",
		"a.b",
		"a.b.c",
		"....",
		`${part({ alg: "RS256" })}.${part([])}.x`,
		`${part({ alg: "RS256", crit: ["b64"], b64: false })}.{}.x`,
		"x".repeat(20_000),
	])("as %j is refused", async (token) => {
		expect((await verify(token)).kind).toBe("refused");
	});
});

describe("the id of a token", () => {
	it("is the same for the same token, and differs for another", async () => {
		const [one, two] = [await op.sign(claims), await op.sign(claims)];
		expect((await verified(one)).tokenId).toBe((await verified(one)).tokenId);
		expect((await verified(one)).tokenId).not.toBe((await verified(two)).tokenId);
	});

	it("is by default the digest of the signed content, whatever the signature's encoding", async () => {
		const keys = await generateKeyPair("ES256");
		answers = configuration([{ ...(await exportJWK(keys.publicKey)), kid: "ec" }]);
		const token = await op.sign(
			{ ...claims, iss: issuerUrl, jti: undefined },
			{ alg: "ES256", kid: "ec" },
			keys.privateKey,
		);
		const other = withOtherSignature(token);
		const ids = await Promise.all([token, other].map((one) => verify(one, { issuer: issuerUrl })));
		const [first, second] = ids.map((outcome) =>
			outcome.kind === "verified" ? outcome.workload.tokenId : outcome.because,
		);
		expect(other).not.toBe(token);
		expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
		expect(second).toBe(first);
	});

	it("must be remembered until the token is refused anyway", async () => {
		const exp = seconds() + 300;
		expect((await verified(await op.sign({ ...claims, exp }))).usableUntil).toBe(
			new Date((exp + 30) * 1000).toISOString(),
		);
		const iat = seconds();
		const long = await verified(await op.sign({ ...claims, iat, exp: iat + 86_400 }));
		expect(long.usableUntil).toBe(new Date((iat + 3630) * 1000).toISOString());
		clockMs = Date.parse(long.usableUntil) - Date.now() + 1000;
		expect(refusal(await verify(await op.sign({ ...claims, iat, exp: iat + 86_400 })))).toBe("too-old");
	});
});

describe("an issuer", () => {
	it("is read from the token before anything is verified, and nothing else", async () => {
		expect(await openId.workloads.issuerOf(await op.sign({ iss: "https://gitlab.com" }))).toBe("https://gitlab.com");
		expect(await openId.workloads.issuerOf("x.y.z")).toBeNull();
		expect(await openId.workloads.issuerOf(await op.sign({ iss: undefined }))).toBeNull();
		expect(await openId.workloads.issuerOf(`${await op.sign({ pad: "x".repeat(20_000) })}`)).toBeNull();
	});

	it("is trusted with new keys after a rotation, and asked for them once per cooldown", async () => {
		const [old, fresh] = [await generateKeyPair("RS256"), await generateKeyPair("RS256")];
		const jwkOf = async (kid: string, key: CryptoKey) => ({ ...(await exportJWK(key)), kid });
		const token = (kid: string, key: CryptoKey) => op.sign({ ...claims, iss: issuerUrl }, { kid }, key);
		const ask = async (kid: string, key: CryptoKey) =>
			refusal(await verify(await token(kid, key), { issuer: issuerUrl }));
		const timesAsked = () => asked.filter((path) => path === "/keys").length;

		answers = configuration([await jwkOf("old", old.publicKey)]);
		expect([await ask("old", old.privateKey), timesAsked()]).toEqual(["verified", 1]);
		answers = configuration([await jwkOf("fresh", fresh.publicKey)]);
		expect([await ask("fresh", fresh.privateKey), timesAsked()]).toEqual(["key-not-known", 1]);

		openId = openOpenId({ now, allowPrivate: true, keyCooldownMs: 0 });
		answers = configuration([await jwkOf("old", old.publicKey)]);
		expect(await ask("old", old.privateKey)).toBe("verified");
		answers = configuration([await jwkOf("fresh", fresh.publicKey)]);
		expect(await ask("fresh", fresh.privateKey)).toBe("verified");
		expect(await ask("old", old.privateKey)).toBe("key-not-known");
		expect(asked.filter((path) => path.includes("configuration"))).toHaveLength(2);
	});

	it.each<[string, () => Readonly<Record<string, unknown>>, FaultCode]>([
		["answers 404", () => ({ [known]: 404 }), "openid-unavailable"],
		["redirects", () => ({ [known]: 302 }), "openid-unavailable"],
		["answers no JSON", () => ({ [known]: "<html>" }), "openid-unavailable"],
		["answers a list", () => ({ [known]: [] }), "openid-unavailable"],
		[
			"answers without end",
			() => ({ [known]: { ...configuration([])[known], pad: "x".repeat(600_000) } }),
			"openid-unavailable",
		],
		[
			"says it is another",
			() => ({ [known]: { ...configuration([])[known], issuer: "https://gitlab.com" } }),
			"openid-unavailable",
		],
		["says where no keys are", () => ({ [known]: { issuer: issuerUrl } }), "openid-unavailable"],
		["has keys that are none", () => ({ ...configuration([]), "/keys": "[]" }), "openid-unavailable"],
		["has keys that can't be had", () => ({ ...configuration([]), "/keys": 500 }), "openid-unavailable"],
		[
			"has keys at a metadata service",
			() => ({ [known]: { issuer: issuerUrl, jwks_uri: "http://169.254.169.254/" } }),
			"fetch-refused",
		],
	])("that %s can't verify a token until it is fixed", async (_, said, code) => {
		answers = said();
		const token = await op.sign({ ...claims, iss: issuerUrl });
		expect(await codeOf(verify(token, { issuer: issuerUrl }))).toBe(code);
		answers = configuration([]);
		expect(refusal(await verify(token, { issuer: issuerUrl }))).toBe("key-not-known");
	});

	it.each([
		["http://127.0.0.1:1", true, "openid-unavailable"],
		["http://127.0.0.1:1", false, "fetch-refused"],
		["https://10.1.2.3", false, "fetch-refused"],
		["gitlab.com", true, "fetch-refused"],
		["https://gitlab.com?x", true, "fetch-refused"],
	])("at %s, private addresses allowed: %j, can't be added: %s", async (url, allowPrivate, code) => {
		expect(await codeOf(openOpenId({ now, allowPrivate }).probe(url))).toBe(code);
	});

	it("that publishes its configuration can be added", async () => {
		await openId.probe(op.issuer);
		expect(op.asked.get(known)).toBeGreaterThan(0);
	});
});

const known = "/.well-known/openid-configuration";

function configuration(keys: readonly unknown[]): Record<string, Record<string, unknown>> {
	return { [known]: { issuer: issuerUrl, jwks_uri: `${issuerUrl}/keys` }, "/keys": { keys } };
}

/** The ECDSA signature in its other form: (r, n - s) signs the same content as (r, s). */
function withOtherSignature(token: string): string {
	const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
	const [header, payload, signature = ""] = token.split(".");
	const bytes = Buffer.from(signature, "base64url");
	const s = order - BigInt(`0x${bytes.subarray(32).toString("hex")}`);
	const other = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, "0"), "hex")]);
	return `${header}.${payload}.${other.toString("base64url")}`;
}
