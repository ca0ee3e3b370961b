import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from "jose";
import Provider, { type Adapter, type AdapterPayload, type Configuration } from "oidc-provider";

/** A real OpenID provider in this process, on a port of its own: discovery, keys, code flow, client credentials. */
export interface OpenIdProvider {
	readonly issuer: string;
	readonly client: { readonly id: string; readonly secret: string };
	/** Users by subject, with their claims. */
	readonly people: Map<string, Readonly<Record<string, unknown>>>;
	/** The user who is signed in at the sign-in page from now on; null = the user refuses. */
	signInAs: string | null;
	/** The number of requests for each path. */
	readonly asked: Map<string, number>;
	/** A token that the provider itself issues to a workload, with these claims in addition to its own. */
	issue(audience: string, claims: Readonly<Record<string, unknown>>): Promise<string>;
	/** A token as the provider would sign it, with these claims and headers instead of its own. */
	sign(
		claims: Readonly<Record<string, unknown>>,
		header?: Partial<JWTHeaderParameters>,
		key?: CryptoKey,
	): Promise<string>;
	/** The keys as the provider publishes them. */
	keys(): Promise<readonly JWK[]>;
	close(): Promise<void>;
}

/** The addresses that browsers may be sent back to. */
export interface OpenIdProviderOptions {
	readonly redirectUris: readonly string[];
}

export async function startOpenIdProvider({ redirectUris }: OpenIdProviderOptions): Promise<OpenIdProvider> {
	const asked = new Map<string, number>();
	let answer: (request: IncomingMessage, response: ServerResponse) => unknown = (_request, response) =>
		response.writeHead(503).end();
	const server = createServer((request, response) => {
		const path = new URL(request.url ?? "/", "http://x").pathname;
		asked.set(path, (asked.get(path) ?? 0) + 1);
		void answer(request, response);
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	const issuer = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;

	const { privateKey } = await generateKeyPair("RS256", { extractable: true });
	const client = { id: "multicloud-images", secret: "secret: with + / % and more" };
	const people: OpenIdProvider["people"] = new Map();
	let nextClaims: Readonly<Record<string, unknown>> = {};
	const provider = new Provider(issuer, {
		...configuration({ redirectUris, client, people, claims: () => nextClaims }),
		jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "first", alg: "RS256", use: "sig" }] },
	});
	const handled = provider.callback();
	const self: OpenIdProvider = {
		issuer,
		client,
		people,
		signInAs: null,
		asked,
		issue: async (audience, claims) => {
			nextClaims = claims;
			const answered = await fetch(`${issuer}/token`, {
				method: "POST",
				body: new URLSearchParams({
					grant_type: "client_credentials",
					client_id: "ci",
					client_secret: "ci-secret",
					resource: audience,
				}),
			});
			const { access_token: token } = (await answered.json()) as { readonly access_token: string };
			return token;
		},
		sign: (claims, header = {}, key = privateKey) => {
			const seconds = Math.floor(Date.now() / 1000);
			return new SignJWT({
				iss: issuer,
				iat: seconds,
				nbf: seconds,
				exp: seconds + 300,
				jti: crypto.randomUUID(),
				...claims,
			})
				.setProtectedHeader({ alg: "RS256", kid: "first", typ: "JWT", ...header })
				.sign(key);
		},
		keys: async () => ((await (await fetch(`${issuer}/jwks`)).json()) as { readonly keys: readonly JWK[] }).keys,
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
	answer = async (request, response) => {
		if (!request.url?.startsWith("/interaction/")) return handled(request, response);
		const result =
			self.signInAs === null
				? { error: "access_denied", error_description: "they said no" }
				: { login: { accountId: self.signInAs } };
		await provider.interactionFinished(request, response, result);
	};
	return self;
}

function configuration(parts: {
	readonly redirectUris: readonly string[];
	readonly client: OpenIdProvider["client"];
	readonly people: OpenIdProvider["people"];
	claims(): Readonly<Record<string, unknown>>;
}): Configuration {
	return {
		clients: [
			{ client_id: parts.client.id, client_secret: parts.client.secret, redirect_uris: parts.redirectUris },
			{
				client_id: "ci",
				client_secret: "ci-secret",
				grant_types: ["client_credentials"],
				redirect_uris: [],
				response_types: [],
				token_endpoint_auth_method: "client_secret_post",
			},
		],
		claims: {
			openid: ["sub"],
			email: ["email", "email_verified"],
			profile: ["name", "preferred_username"],
			groups: ["groups"],
		},
		adapter: inMemory(),
		ttl: {
			AccessToken: 300,
			AuthorizationCode: 60,
			ClientCredentials: 300,
			Grant: 300,
			IdToken: 300,
			Interaction: 300,
			Session: 300,
		},
		cookies: { keys: ["a key of the test"] },
		features: {
			devInteractions: { enabled: false },
			clientCredentials: { enabled: true },
			resourceIndicators: {
				enabled: true,
				getResourceServerInfo: (_context, resource) => ({
					scope: "",
					audience: resource,
					accessTokenFormat: "jwt",
					jwt: { sign: { alg: "RS256" } },
				}),
			},
		},
		pkce: { required: () => true },
		interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
		findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...parts.people.get(sub), sub }) }),
		extraTokenClaims: () => parts.claims(),
		// Grants everything that is requested: consent is not tested here.
		loadExistingGrant: async (context) => {
			const { client, session, params } = context.oidc;
			if (!client || !session?.accountId) return undefined;
			const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
			grant.addOIDCScope(String(params?.scope ?? "openid"));
			await grant.save();
			return grant;
		},
	};
}

/** The provider's storage for the duration of the test; its own in-memory adapter logs a warning. */
function inMemory(): (model: string) => Adapter {
	const kept = new Map<string, AdapterPayload>();
	return (model) => {
		const keyOf = (id: string) => `${model} ${id}`;
		const findBy = async (field: "uid" | "userCode", value: string) =>
			[...kept].find(([key, payload]) => key.startsWith(`${model} `) && payload[field] === value)?.[1];
		return {
			upsert: async (id, payload) => void kept.set(keyOf(id), payload),
			find: async (id) => kept.get(keyOf(id)),
			findByUid: (uid) => findBy("uid", uid),
			findByUserCode: (code) => findBy("userCode", code),
			consume: async (id) =>
				void kept.set(keyOf(id), { ...kept.get(keyOf(id)), consumed: Math.floor(Date.now() / 1000) }),
			destroy: async (id) => void kept.delete(keyOf(id)),
			revokeByGrantId: async (grantId) => {
				for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
			},
		};
	};
}
