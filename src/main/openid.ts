import type { OpenIdOptions } from "../openid/open-openid.ts";
import type { OpenId } from "../openid/openid.ts";

/**
 * OpenID Connect whose libraries are loaded when somebody first signs in with it, or a workload first comes: most
 * starts need neither.
 */
export function openIdWith(options: OpenIdOptions): OpenId {
	let opened: Promise<OpenId> | undefined;
	const open = (): Promise<OpenId> => {
		opened ??= import("../openid/open-openid.ts").then(({ openOpenId }) => openOpenId(options));
		return opened;
	};
	return {
		probe: async (issuer) => (await open()).probe(issuer),
		people: {
			begin: async (provider, redirectUri) => (await open()).people.begin(provider, redirectUri),
			finish: async (provider, answer) => (await open()).people.finish(provider, answer),
		},
		workloads: {
			issuerOf: async (token) => (await open()).workloads.issuerOf(token),
			verify: async (token, expected) => (await open()).workloads.verify(token, expected),
		},
	};
}
