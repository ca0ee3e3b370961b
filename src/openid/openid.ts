/**
 * What OpenID Connect says of people and of workloads. Providers and issuers are whatever a person typed: each fetch is
 * checked where it connects, and bounded in size and time.
 */
export interface OpenId {
	/**
	 * Asks for the configuration that an issuer publishes, as adding one does, so that a wrong URL shows at once.
	 * Throws `fetch-refused` for an address that is not fetched, `openid-unavailable` when nothing fitting is there.
	 */
	probe(issuer: string): Promise<void>;
	readonly people: PeopleSignIn;
	readonly workloads: WorkloadTokens;
}

/**
 * Sign-in by authorization code with PKCE: begin sends the browser to the provider, finish redeems what it comes back
 * with.
 */
export interface PeopleSignIn {
	/** Throws `openid-unavailable` when the provider can't be asked, `fetch-refused` when it may not be. */
	begin(provider: ProviderSettings, redirectUri: string): Promise<BegunSignIn>;
	/** `query` is what follows the `?` of the address that the provider sent the browser to. Throws as `begin` does. */
	finish(
		provider: ProviderSettings,
		answer: { readonly query: string; readonly checks: SignInChecks },
	): Promise<SignInOutcome>;
}

/** An OpenID provider that people sign in with, as an operator entered it. */
export interface ProviderSettings {
	readonly issuer: string;
	readonly clientId: string;
	/** Null = a public client: PKCE alone proves who redeems. */
	readonly clientSecret: string | null;
	/** Asked for besides `openid`. */
	readonly scopes: readonly string[];
	/** The claim that lists a person's groups; null = groups don't count. */
	readonly groupsClaim: string | null;
}

export interface BegunSignIn {
	/** Where to send the browser. */
	readonly url: string;
	readonly checks: SignInChecks;
}

/** What was made for one sign-in and must come back; kept on our side until then, each used once. */
export interface SignInChecks {
	readonly state: string;
	readonly nonce: string;
	/** PKCE's secret (RFC 7636); the provider has only its SHA-256. */
	readonly codeVerifier: string;
	readonly redirectUri: string;
}

export type SignInOutcome =
	| { readonly kind: "signed-in"; readonly person: Person }
	/** `because` is for the operator's audit, not for the browser. */
	| { readonly kind: "refused"; readonly because: string };

/**
 * A person as the provider knows them. Only issuer and subject together say who it is; the rest may change or be
 * shared.
 */
export interface Person {
	readonly issuer: string;
	readonly subject: string;
	readonly email: string | null;
	readonly emailVerified: boolean;
	readonly name: string | null;
	readonly groups: readonly string[];
}

/** Identity tokens that issuers give to CI jobs and other workloads. */
export interface WorkloadTokens {
	/**
	 * Whose token it says it is, before anything of it is verified; null when it is no token. For looking up who is
	 * trusted, nothing else.
	 */
	issuerOf(token: string): Promise<string | null>;
	/** Throws `openid-unavailable` when the issuer's keys can't be had, `fetch-refused` when they may not be fetched. */
	verify(
		token: string,
		expected: { readonly issuer: string; readonly audiences: readonly string[] },
	): Promise<WorkloadOutcome>;
}

export type WorkloadOutcome =
	| { readonly kind: "verified"; readonly workload: VerifiedWorkload }
	| { readonly kind: "refused"; readonly because: WorkloadRefusal };

export type WorkloadRefusal =
	| "not-a-token"
	| "algorithm-not-allowed"
	| "key-not-known"
	| "signature-wrong"
	| "issuer-wrong"
	| "audience-wrong"
	| "expired"
	| "not-yet-valid"
	| "too-old"
	| "claims-incomplete";

export interface VerifiedWorkload {
	/** The one audience of the token; one of those that were expected. */
	readonly audience: string;
	readonly subject: string | null;
	/** Everything that the token says. */
	readonly claims: Readonly<Record<string, unknown>>;
	/**
	 * The same for every copy of the token, another for every other token of the issuer; whoever takes tokens once
	 * remembers it.
	 */
	readonly tokenId: string;
	/** From then on `verify` refuses the token anyway. UTC ISO 8601. */
	readonly usableUntil: string;
}
