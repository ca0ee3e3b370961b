/**
 * The roles of a user or token in an account. Each is granted separately, none includes another, and all of them
 * can read. `operator` is the only role of the installation instead of an account.
 */
export const roles = ["observer", "actor", "designer", "library", "publisher", "admin", "operator"] as const;
export type Role = (typeof roles)[number];

/** The roles that can be granted in an account. */
export const accountRoles = [
	"observer",
	"actor",
	"designer",
	"library",
	"publisher",
	"admin",
] as const satisfies readonly Role[];
export type AccountRole = (typeof accountRoles)[number];

/** A role's description as the end of a sentence: “observer: looks and resolves”. */
export const roleWords: Readonly<Record<Role, string>> = {
	observer: "looks and resolves",
	actor: "runs deployments and servers",
	designer: "makes and changes MCIs, ServerTemplates and scripts, and imports vendors' lists",
	library: "imports from the marketplace and from bundles, and subscribes",
	publisher: "publishes, and keeps account groups",
	admin: "keeps members, tokens, policy and webhooks, and joins account groups",
	operator: "keeps the installation: its accounts, users and sign-in",
};

/** Sorts roles into canonical order, without duplicates. */
export function sortRoles<R extends Role>(given: Iterable<R>): R[] {
	const has = new Set<Role>(given);
	return roles.filter((role): role is R => has.has(role));
}
