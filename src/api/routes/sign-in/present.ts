import type { MappedProvider } from "../../../registry/sign-in/list-sign-in-providers.ts";

/** A provider without its secret. */
export function presentProvider({ provider, mappings }: MappedProvider) {
	const { name, title, issuer, clientId, clientSecret, scopes, groupsClaim, admits, createdAt, updatedAt } = provider;
	return {
		name,
		title,
		issuer,
		clientId,
		hasSecret: clientSecret !== null,
		scopes: [...scopes],
		groupsClaim,
		admits,
		groups: mappings.map(({ group, account, roles }) => ({ group, account, roles: [...roles] })),
		callbackPath: callbackPath(name),
		createdAt,
		updatedAt,
	};
}

export function presentOptions(options: readonly { readonly name: string; readonly title: string }[]) {
	return { items: options.map(({ name, title }) => ({ name, title, path: `/sign-in/openid/${name}` })) };
}

/** Path that a provider redirects browsers to. */
export function callbackPath(provider: string): string {
	return `/sign-in/openid/${provider}/callback`;
}
