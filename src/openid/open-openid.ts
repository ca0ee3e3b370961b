import { issuerProblem } from "../core/access/index.ts";
import { fault } from "../core/errors.ts";
import type { Reach } from "../net/checked-target.ts";
import { guardedFetch } from "../net/guarded-fetch.ts";
import { issuerKeys } from "./issuer-keys.ts";
import type { OpenId } from "./openid.ts";
import { peopleSignIn } from "./people-sign-in.ts";
import { workloadTokens } from "./workload-tokens.ts";

export interface OpenIdOptions extends Reach {
	/** The time as UTC ISO 8601. */
	now(): string;
	/**
	 * How long after fetching an issuer's keys they can be fetched again for a token with an unknown key. Half a minute.
	 */
	readonly keyCooldownMs?: number | undefined;
}

/** Creates the OpenID Connect client. http issuers are allowed only together with private addresses. */
export function openOpenId(options: OpenIdOptions): OpenId {
	const fetch = guardedFetch({ allowPrivate: options.allowPrivate, maxBytes: 512 * 1024, timeoutMs: 10_000 });
	const keys = issuerKeys(fetch, options.keyCooldownMs ?? 30_000);
	return {
		probe: async (issuer) => {
			const problem = issuerProblem(issuer);
			if (problem !== undefined) throw fault("fetch-refused", { url: issuer.slice(0, 500), problem: `it ${problem}` });
			await keys.of(issuer);
		},
		people: peopleSignIn(fetch),
		workloads: workloadTokens(keys, options.now),
	};
}
