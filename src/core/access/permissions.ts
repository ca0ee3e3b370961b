import { accountRoles, type Role } from "./role.ts";

/** One permission, and the roles that have it. */
export interface Permission {
	/** What somebody without it may not do: “may not …”. */
	readonly act: string;
	/** Any of them is enough. */
	readonly roles: readonly Role[];
}

const everyone = accountRoles;

/**
 * The permissions and their roles. Checks, documentation and tests are all derived from this table. Every operation
 * of the API names one line of it.
 */
const table = {
	"account.read": { act: "view the account", roles: everyone },
	"audit.read": { act: "read the audit", roles: ["actor", "designer", "library", "publisher", "admin"] },
	"audit.verify": { act: "verify the audit", roles: ["admin"] },
	"components.edit": { act: "create and edit MCIs, ServerTemplates and scripts", roles: ["designer"] },
	"channels.move": { act: "move and restrict channels", roles: ["designer"] },
	"lifecycles.set": {
		act: "deprecate, revoke and restore revisions and images",
		roles: ["designer", "publisher", "admin"],
	},
	"upstreams.manage": { act: "import, add, sync and remove vendors' lists", roles: ["designer"] },
	"clouds.add": { act: "add clouds", roles: ["designer", "admin"] },
	"servers.manage": { act: "create and edit deployments and servers", roles: ["actor"] },
	"policy.set": { act: "change the lint policy", roles: ["admin"] },
	"marketplace.browse": { act: "browse the marketplace", roles: everyone },
	"marketplace.publish": { act: "publish to the marketplace", roles: ["publisher"] },
	"marketplace.import": { act: "import from the marketplace and from bundles", roles: ["library"] },
	"groups.manage": { act: "create account groups and invite accounts to them", roles: ["publisher"] },
	"groups.join": { act: "join and leave account groups", roles: ["admin"] },
	"notifications.read": { act: "read notifications", roles: everyone },
	"webhooks.manage": { act: "manage webhooks", roles: ["admin"] },
	// Operators too: they enter accounts without being members.
	"tokens.own": { act: "create personal tokens", roles: [...everyone, "operator"] },
	"tokens.manage": { act: "list and revoke the tokens of others", roles: ["admin"] },
	"account.describe": { act: "describe the account", roles: ["admin", "operator"] },
	// Operators too: an account whose only admin has gone would stay without one permanently.
	"members.read": { act: "list the members", roles: [...everyone, "operator"] },
	"members.manage": { act: "add members and set their roles", roles: ["admin", "operator"] },
	"workloads.manage": { act: "manage workload rules", roles: ["admin"] },
	"accounts.manage": { act: "create accounts and list all accounts", roles: ["operator"] },
	"users.manage": { act: "create, edit and disable users", roles: ["operator"] },
	"sign-in.manage": { act: "manage sign-in providers", roles: ["operator"] },
} as const satisfies Readonly<Record<string, Permission>>;

export type PermissionName = keyof typeof table;

export const permissions: Readonly<Record<PermissionName, Permission>> = table;

/** All permission names, in the order of the table. */
export const permissionNames = Object.keys(table) as readonly PermissionName[];

/** The permissions of these roles together. */
export function permissionsOf(given: Iterable<Role>): Set<PermissionName> {
	const has = new Set<Role>(given);
	return new Set(permissionNames.filter((name) => permissions[name].roles.some((role) => has.has(role))));
}
