import type { JWTVerifyGetKey } from "jose";
import { LRUCache } from "lru-cache";
import { fault } from "../core/errors.ts";
import type { guardedFetch } from "../net/guarded-fetch.ts";
import { unavailable } from "./unavailable.ts";

/** The public keys of issuers, from the configuration that each publishes. */
export interface IssuerKeys {
	/**
	 * Throws `openid-unavailable` if the issuer publishes no valid configuration. Its keys are fetched when the first
	 * token is verified; for a token with an unknown key they are fetched again, once per cooldown.
	 */
	of(issuer: string): Promise<JWTVerifyGetKey>;
	/**
	 * For an issuer whose keys can't be fetched: its configuration is read again next time, because the keys can have
	 * moved.
	 */
	forget(issuer: string): void;
}

const rememberedIssuers = 200;
const rememberedForMs = 10 * 60_000;

export function issuerKeys(fetch: ReturnType<typeof guardedFetch>, cooldownMs: number): IssuerKeys {
	const known = new LRUCache<string, Promise<JWTVerifyGetKey>>({ max: rememberedIssuers, ttl: rememberedForMs });
	return {
		of: (issuer) => {
			const remembered = known.get(issuer);
			if (remembered) return remembered;
			const asked = discoverKeys(issuer, fetch, cooldownMs).catch((error: unknown) => {
				known.delete(issuer);
				throw unavailable(issuer, error);
			});
			known.set(issuer, asked);
			return asked;
		},
		forget: (issuer) => void known.delete(issuer),
	};
}

/** https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig */
async function discoverKeys(
	issuer: string,
	fetch: ReturnType<typeof guardedFetch>,
	cooldownMs: number,
): Promise<JWTVerifyGetKey> {
	const { createRemoteJWKSet, customFetch } = await import("jose");
	const where = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
	const answer = await fetch(where, { headers: { accept: "application/json" } });
	if (answer.status !== 200) throw wrong(issuer, `${where} answered ${answer.status}`);
	const said = await answer.json().then(
		(json: unknown) => (typeof json === "object" && json !== null ? json : {}),
		() => ({}),
	);
	// Otherwise, whoever serves the configuration of one issuer could speak for another.
	if (!("issuer" in said) || said.issuer !== issuer)
		throw wrong(issuer, `${where} is the configuration of another issuer`);
	if (!("jwks_uri" in said) || typeof said.jwks_uri !== "string" || !URL.canParse(said.jwks_uri))
		throw wrong(issuer, `${where} does not name its keys`);
	return createRemoteJWKSet(new URL(said.jwks_uri), {
		cooldownDuration: cooldownMs,
		timeoutDuration: 10_000,
		[customFetch]: fetch,
	});
}

function wrong(issuer: string, problem: string) {
	return fault("openid-unavailable", { issuer, problem });
}
