import { accountRoles, type Role } from "./role.ts";

/** One thing that may be done, and by whom. */
export interface Permission {
	/** What somebody without it may not do: “may not …”. */
	readonly act: string;
	/** Any of them is enough. */
	readonly roles: readonly Role[];
}

const everyone = accountRoles;

/**
 * Who may do what: the one table that checks, documentation and tests are made from. Every operation of the API names one line of it.
 */
const table = {
	"account.read": { act: "look at what the account has", roles: everyone },
	"audit.read": { act: "read the audit", roles: ["actor", "designer", "library", "publisher", "admin"] },
	"audit.verify": { act: "verify the audit", roles: ["admin"] },
	"components.edit": { act: "make and change MCIs, ServerTemplates and scripts", roles: ["designer"] },
	"channels.move": { act: "move and restrict channels", roles: ["designer"] },
	"lifecycles.set": {
		act: "deprecate, revoke and restore revisions and images",
		roles: ["designer", "publisher", "admin"],
	},
	"upstreams.manage": { act: "import, add, sync and remove vendors' lists", roles: ["designer"] },
	"clouds.add": { act: "add clouds", roles: ["designer", "admin"] },
	"servers.manage": { act: "make and change deployments and servers", roles: ["actor"] },
	"policy.set": { act: "change what lint asks for", roles: ["admin"] },
	"marketplace.browse": { act: "browse the marketplace", roles: everyone },
	"marketplace.publish": { act: "publish to the marketplace", roles: ["publisher"] },
	"marketplace.import": { act: "import from the marketplace and from bundles", roles: ["library"] },
	"groups.manage": { act: "make account groups and invite to them", roles: ["publisher"] },
	"groups.join": { act: "join and leave account groups", roles: ["admin"] },
	"notifications.read": { act: "read notifications", roles: everyone },
	"webhooks.manage": { act: "keep webhooks", roles: ["admin"] },
	// Operators too: they come into accounts that they are no members of.
	"tokens.own": { act: "make personal tokens", roles: [...everyone, "operator"] },
	"tokens.manage": { act: "list and revoke the tokens of others", roles: ["admin"] },
	"account.describe": { act: "say what the account is about", roles: ["admin", "operator"] },
	// Operators too: an account whose only admin has gone would stay without one for ever.
	"members.read": { act: "see who the members are", roles: [...everyone, "operator"] },
	"members.manage": { act: "make people members and give them roles", roles: ["admin", "operator"] },
	"workloads.manage": { act: "say which workloads may get tokens", roles: ["admin"] },
	"accounts.manage": { act: "make accounts and list all of them", roles: ["operator"] },
	"users.manage": { act: "make, change and disable users", roles: ["operator"] },
	"sign-in.manage": { act: "say who people sign in with", roles: ["operator"] },
} as const satisfies Readonly<Record<string, Permission>>;

export type PermissionName = keyof typeof table;

export const permissions: Readonly<Record<PermissionName, Permission>> = table;

/** All of them, in the order of the table. */
export const permissionNames = Object.keys(table) as readonly PermissionName[];

/** What these roles together may do. */
export function permissionsOf(given: Iterable<Role>): Set<PermissionName> {
	const has = new Set<Role>(given);
	return new Set(permissionNames.filter((name) => permissions[name].roles.some((role) => has.has(role))));
}
