/**
 * What a person or token can be in an account; each is given for itself, none includes another, and all may look. `operator` is the one
 * role that is of the installation, not of an account.
 */
export const roles = ["observer", "actor", "designer", "library", "publisher", "admin", "operator"] as const;
export type Role = (typeof roles)[number];

/** The roles that are given in an account. */
export const accountRoles = [
	"observer",
	"actor",
	"designer",
	"library",
	"publisher",
	"admin",
] as const satisfies readonly Role[];
export type AccountRole = (typeof accountRoles)[number];

/** Who has a role, in a sentence's end: “observer: looks and resolves”. */
export const roleWords: Readonly<Record<Role, string>> = {
	observer: "looks and resolves",
	actor: "runs deployments and servers",
	designer: "makes and changes MCIs, ServerTemplates and scripts, and imports vendors' lists",
	library: "imports from the marketplace and from bundles, and subscribes",
	publisher: "publishes, and keeps account groups",
	admin: "keeps members, tokens, policy and webhooks, and joins account groups",
	operator: "keeps the installation: its accounts, users and sign-in",
};

/** The roles in their one order, each once. */
export function sortRoles<R extends Role>(given: Iterable<R>): R[] {
	const has = new Set<Role>(given);
	return roles.filter((role): role is R => has.has(role));
}
