import { localPath } from "../../core/access/index.ts";
import type { SignInChecks } from "../../openid/openid.ts";
import type { Needs } from "../needs.ts";
import { withoutWhy } from "./hide-network-reason.ts";
import { getSignInProvider } from "./list-sign-in-providers.ts";
import { settingsOf } from "./sign-in-provider-secret.ts";

const minutes = 10;

/** A sign-in in progress, kept by the browser: sealed, so that only this registry can read it. */
export interface PendingSignIn {
	readonly provider: string;
	readonly checks: SignInChecks;
	/** Where the user wanted to go: a path of this registry. */
	readonly goTo: string;
	/** UTC ISO 8601. */
	readonly expiresAt: string;
}

/** The context that a pending sign-in is sealed for. */
export const pendingSignInContext = "pending OpenID sign-in";

/**
 * Starts a sign-in with a provider: the address for the browser, and the sealed state that it must bring back. Nothing
 * is stored until it returns. Throws `sign-in-provider-not-found`, or `openid-unavailable`.
 */
export async function beginOpenIdSignIn(
	needs: Needs,
	asked: { readonly provider: string; readonly redirectUri: string; readonly goTo: string | undefined },
): Promise<{ readonly url: string; readonly pending: string; readonly expiresAt: string }> {
	const provider = await getSignInProvider(needs.store.read, asked.provider);
	const { url, checks } = await withoutWhy(provider.issuer, () =>
		needs.openId.people.begin(settingsOf(needs, provider), asked.redirectUri),
	);
	const expiresAt = new Date(Date.parse(needs.now()) + minutes * 60_000).toISOString();
	const pending: PendingSignIn = { provider: provider.name, checks, goTo: localPath(asked.goTo), expiresAt };
	return { url, pending: needs.secrets.seal(JSON.stringify(pending), pendingSignInContext), expiresAt };
}
