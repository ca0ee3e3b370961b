import { fault } from "../errors.ts";
import { issuerProblem } from "./issuer.ts";

/** Who becomes a user at the first sign-in: members of a mapped group, or everyone the provider knows. */
export const admissions = ["mapped", "everyone"] as const;
export type Admission = (typeof admissions)[number];

/** An OpenID provider as an operator enters it, without its secret. */
export interface SignInProvider {
	/** Part of the address that the provider sends browsers back to, and of what its groups give. */
	readonly name: string;
	/** As people see it: “Acme”. */
	readonly title: string;
	readonly issuer: string;
	readonly clientId: string;
	/** Asked for besides `openid`. */
	readonly scopes: readonly string[];
	/** The claim that lists a person's groups; null = groups don't count. */
	readonly groupsClaim: string | null;
	readonly admits: Admission;
}

/** Default scopes. */
export const usualScopes: readonly string[] = ["email", "profile"];

const namePattern = /^[a-z0-9][a-z0-9-]{0,39}$/;
// RFC 6749, 3.3.
const scopePattern = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

/** Checks a provider. Throws `sign-in-provider-invalid`. */
export function signInProvider(parts: SignInProvider): SignInProvider {
	const wrong = (problem: string) => fault("sign-in-provider-invalid", { provider: parts.name.slice(0, 80), problem });
	const { name, issuer, clientId, groupsClaim, admits } = parts;
	if (!namePattern.test(name)) throw wrong("its name must have 1 to 40 lowercase letters, digits and dashes");
	const title = parts.title.trim() === "" ? name : parts.title.trim();
	if (title.length > 100) throw wrong("its title is longer than 100 characters");
	const issuerIs = issuerProblem(issuer);
	if (issuerIs !== undefined) throw wrong(`its issuer ${issuerIs}`);
	if (clientId.trim() !== clientId || clientId === "" || clientId.length > 500)
		throw wrong("its client id must have 1 to 500 characters");
	const scopes = [...new Set(parts.scopes)].filter((scope) => scope !== "openid");
	if (scopes.length > 30 || !scopes.every((scope) => scopePattern.test(scope)))
		throw wrong("its scopes must be at most 30 words");
	if (groupsClaim !== null && (groupsClaim === "" || groupsClaim.length > 200))
		throw wrong("the name of its groups claim must have 1 to 200 characters");
	return { name, title, issuer, clientId, scopes, groupsClaim, admits };
}

/** The source of memberships that come from a provider's groups, and of sessions that it signed in. */
export function providerSource(name: string): string {
	return `openid:${name}`;
}

/**
 * The name of a user who signs in for the first time, before it is made unique: the email address if the provider
 * has verified it, else provider and subject. Lower case, of a to z, digits and `. _ + - @`.
 */
export function firstUserName(
	provider: string,
	person: { readonly subject: string; readonly email: string | null; readonly emailVerified: boolean },
): string {
	const email = person.emailVerified ? (person.email ?? "").toLowerCase() : "";
	if (/^[a-z0-9][a-z0-9._+-]*@[a-z0-9.-]+$/.test(email) && email.length <= 90) return email;
	const subject = person.subject
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^-|-$/g, "")
		.slice(0, 40);
	return `${provider}-${subject || "user"}`;
}

/** The path on this registry to go to after signing in; `/` for anything that leads elsewhere. */
export function localPath(path: string | undefined): string {
	// Browsers read \ as /, and take tabs and line ends out before they look.
	return path !== undefined && path.length <= 1000 && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path) ? path : "/";
}
