/**
 * What OpenID Connect reports about people and workloads. People enter the URLs of providers and issuers: each fetch is
 * checked when it connects, and limited in size and time.
 */
export interface OpenId {
	/**
	 * Reads an issuer's configuration, so that a wrong URL is found when it is added. Throws `fetch-refused` for a
	 * refused address, `openid-unavailable` if there is no valid configuration.
	 */
	probe(issuer: string): Promise<void>;
	readonly people: PeopleSignIn;
	readonly workloads: WorkloadTokens;
}

/**
 * Sign-in by authorization code with PKCE: `begin` sends the browser to the provider, `finish` redeems the code that it
 * returns with.
 */
export interface PeopleSignIn {
	/** Throws `openid-unavailable` if the provider can't be reached, `fetch-refused` if its address is refused. */
	begin(provider: ProviderSettings, redirectUri: string): Promise<BegunSignIn>;
	/** `query` is the part after the `?` of the URL to which the provider sent the browser. Throws like `begin`. */
	finish(
		provider: ProviderSettings,
		answer: { readonly query: string; readonly checks: SignInChecks },
	): Promise<SignInOutcome>;
}

/** An OpenID provider for sign-in, as an operator entered it. */
export interface ProviderSettings {
	readonly issuer: string;
	readonly clientId: string;
	/** Null = a public client: only PKCE proves who redeems. */
	readonly clientSecret: string | null;
	/** Requested in addition to `openid`. */
	readonly scopes: readonly string[];
	/** The claim that lists a person's groups; null = groups are ignored. */
	readonly groupsClaim: string | null;
}

export interface BegunSignIn {
	/** Where to send the browser. */
	readonly url: string;
	readonly checks: SignInChecks;
}

/** Values created for one sign-in that must return; kept by the registry until then, each used once. */
export interface SignInChecks {
	readonly state: string;
	readonly nonce: string;
	/** PKCE's secret (RFC 7636); the provider gets only its SHA-256. */
	readonly codeVerifier: string;
	readonly redirectUri: string;
}

export type SignInOutcome =
	| { readonly kind: "signed-in"; readonly person: Person }
	/** `because` is for the operator's audit, not for the browser. */
	| { readonly kind: "refused"; readonly because: string };

/**
 * A person in the provider's data. Only issuer and subject together identify a person; the rest can change or be
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
	 * The issuer in a token before anything is verified; null if it is not a token. Only for finding the rules that trust
	 * it.
	 */
	issuerOf(token: string): Promise<string | null>;
	/** Throws `openid-unavailable` if the issuer's keys can't be fetched, `fetch-refused` if their address is refused. */
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
	/** The only audience of the token; one of the expected ones. */
	readonly audience: string;
	readonly subject: string | null;
	/** All claims of the token. */
	readonly claims: Readonly<Record<string, unknown>>;
	/**
	 * The same for every copy of the token, different for every other token of the issuer; with it, a token is accepted
	 * only once.
	 */
	readonly tokenId: string;
	/** After this time, `verify` refuses the token anyway. UTC ISO 8601. */
	readonly usableUntil: string;
}
