import type { ProviderSettings } from "../../openid/openid.ts";
import type { StoredSignInProvider } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";

/** Seals a client's secret for its provider; an empty or null one makes a public client. */
export function sealClientSecret(needs: Needs, provider: string, secret: string | null): string | null {
	return secret === null || secret === "" ? null : needs.secrets.seal(secret, contextOf(provider));
}

/** A provider's settings for OpenID Connect. */
export function settingsOf(needs: Needs, provider: StoredSignInProvider): ProviderSettings {
	const { name, issuer, clientId, clientSecret, scopes, groupsClaim } = provider;
	return {
		issuer,
		clientId,
		clientSecret: clientSecret === null ? null : needs.secrets.open(clientSecret, contextOf(name)),
		scopes,
		groupsClaim,
	};
}

function contextOf(provider: string): string {
	return `sign-in provider ${provider} client secret`;
}
