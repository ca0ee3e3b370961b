import { LRUCache } from "lru-cache";
import type { ClientAuth, Configuration } from "openid-client";
import { fault } from "../core/errors.ts";
import type { guardedFetch } from "../net/guarded-fetch.ts";
import type { PeopleSignIn, ProviderSettings, SignInChecks, SignInOutcome } from "./openid.ts";
import { readPerson } from "./read-person.ts";
import { faultIn, unavailable } from "./unavailable.ts";

type Fetch = ReturnType<typeof guardedFetch>;
type OpenIdClient = typeof import("openid-client");

const rememberedProviders = 50;
const rememberedForMs = 10 * 60_000;

export function peopleSignIn(fetch: Fetch): PeopleSignIn {
	const known = new LRUCache<string, Promise<Configuration>>({ max: rememberedProviders, ttl: rememberedForMs });
	const configurationOf = (provider: ProviderSettings): Promise<Configuration> => {
		const key = JSON.stringify([provider.issuer, provider.clientId, provider.clientSecret]);
		const remembered = known.get(key);
		if (remembered) return remembered;
		const asked = discoverProvider(provider, fetch).catch((error: unknown) => {
			known.delete(key);
			throw unavailable(provider.issuer, error);
		});
		known.set(key, asked);
		return asked;
	};
	return {
		begin: async (provider, redirectUri) => {
			const client = await import("openid-client");
			const configuration = await configurationOf(provider);
			const checks: SignInChecks = {
				state: client.randomState(),
				nonce: client.randomNonce(),
				codeVerifier: client.randomPKCECodeVerifier(),
				redirectUri,
			};
			const url = client.buildAuthorizationUrl(configuration, {
				redirect_uri: redirectUri,
				scope: ["openid", ...provider.scopes.filter((scope) => scope !== "openid")].join(" "),
				state: checks.state,
				nonce: checks.nonce,
				code_challenge: await client.calculatePKCECodeChallenge(checks.codeVerifier),
				code_challenge_method: "S256",
			});
			return { url: url.href, checks };
		},
		finish: async (provider, { query, checks }) => {
			const configuration = await configurationOf(provider);
			try {
				return await redeem(configuration, provider, { query, checks });
			} catch (error) {
				return refusalOf(provider, error);
			}
		},
	};
}

async function discoverProvider(provider: ProviderSettings, fetch: Fetch): Promise<Configuration> {
	const client = await import("openid-client");
	const configuration = await client.discovery(
		new URL(provider.issuer),
		provider.clientId,
		{},
		clientAuth(client, provider.clientSecret),
		{
			// The fetch decides whether http is allowed.
			execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
			timeout: 10,
			[client.customFetch]: (url, { method, headers, body, signal }) => {
				if (body instanceof ReadableStream || body instanceof ArrayBuffer)
					throw new TypeError("bodies of requests are text");
				return fetch(url, { method, headers, body, signal });
			},
		},
	);
	const { issuer } = configuration.serverMetadata();
	// The library lets some vendors' shared issuers speak for all of their customers; a person who signs in could then be
	// from any of them.
	if (issuer !== provider.issuer) {
		throw fault("openid-unavailable", {
			issuer: provider.issuer,
			problem: `its own name is ${issuer.slice(0, 200)}, so enter that as the issuer`,
		});
	}
	return configuration;
}

/** The client's secret in the form that the provider accepts; HTTP Basic by default (OpenID Connect Discovery, 3). */
function clientAuth(client: OpenIdClient, secret: string | null): ClientAuth {
	if (secret === null) return client.None();
	const basic = client.ClientSecretBasic(secret);
	const post = client.ClientSecretPost(secret);
	return (server, ...call) => {
		const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
		return methods.includes("client_secret_basic") ? basic(server, ...call) : post(server, ...call);
	};
}

async function redeem(
	configuration: Configuration,
	provider: ProviderSettings,
	{ query, checks }: { readonly query: string; readonly checks: SignInChecks },
): Promise<SignInOutcome> {
	const client = await import("openid-client");
	const address = new URL(checks.redirectUri);
	address.search = query;
	const answer = await client.authorizationCodeGrant(configuration, address, {
		expectedState: checks.state,
		expectedNonce: checks.nonce,
		pkceCodeVerifier: checks.codeVerifier,
		idTokenExpected: true,
	});
	const idToken = answer.claims();
	if (!idToken) return { kind: "refused", because: "the provider gave no ID token" };
	const person = readPerson(idToken, provider.groupsClaim);
	const isWhole =
		person.email !== null &&
		person.name !== null &&
		(provider.groupsClaim === null || Object.hasOwn(idToken, provider.groupsClaim));
	if (isWhole || configuration.serverMetadata().userinfo_endpoint === undefined) return { kind: "signed-in", person };
	const told = await client.fetchUserInfo(configuration, answer.access_token, idToken.sub);
	// Both describe the same subject; the signed one has priority.
	return { kind: "signed-in", person: readPerson({ ...told, ...idToken }, provider.groupsClaim) };
}

/**
 * A “no” of the provider, or an answer that fails a check, is a refusal; a provider that can't be reached is a fault.
 */
async function refusalOf(provider: ProviderSettings, error: unknown): Promise<SignInOutcome> {
	const client = await import("openid-client");
	if (faultIn(error)) throw unavailable(provider.issuer, error);
	if (error instanceof client.AuthorizationResponseError) return refused(`the provider says ${error.error}`);
	if (error instanceof client.ResponseBodyError && error.status < 500)
		return refused(`the provider refuses the code: ${error.error}`);
	// Basic authentication refused: RFC 6749, 5.2.
	if (error instanceof client.WWWAuthenticateChallengeError)
		return refused("the provider refuses this client or its secret");
	if (error instanceof client.ClientError && error.code !== undefined && failedChecks.has(error.code))
		return refused(whatFailed(error));
	throw unavailable(provider.issuer, error);
}

const failedChecks = new Set([
	"OAUTH_INVALID_RESPONSE",
	"OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
	"OAUTH_JWT_CLAIM_COMPARISON_FAILED",
	"OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED",
	"OAUTH_KEY_SELECTION_FAILED",
]);

function whatFailed(error: Error): string {
	return error.cause instanceof Error ? error.cause.message : error.message;
}

function refused(because: string): SignInOutcome {
	return { kind: "refused", because: because.slice(0, 500) };
}
