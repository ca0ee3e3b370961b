import type { Person } from "./openid.ts";

type PersonClaims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

const mostGroups = 2000;
const longest = 500;

/**
 * A person from the claims of an ID token, or of it and the userinfo. What has another form than it should is as if it
 * were absent. https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
export function readPerson(claims: PersonClaims, groupsClaim: string | null): Person {
	return {
		issuer: claims.iss,
		subject: claims.sub,
		email: textOf(claims.email),
		// One well-known provider writes it as text.
		emailVerified: claims.email_verified === true || claims.email_verified === "true",
		name: textOf(claims.name) ?? textOf(claims.preferred_username),
		groups: groupsClaim === null || !Object.hasOwn(claims, groupsClaim) ? [] : groupsOf(claims[groupsClaim]),
	};
}

/** Some providers write a single group without the list around it. */
function groupsOf(value: unknown): string[] {
	const listed: readonly unknown[] = Array.isArray(value) ? value : [value];
	return [
		...new Set(
			listed.filter((group): group is string => typeof group === "string" && group !== "" && group.length <= longest),
		),
	].slice(0, mostGroups);
}

function textOf(value: unknown): string | null {
	return typeof value === "string" && value.trim() !== "" && value.length <= longest ? value.trim() : null;
}
