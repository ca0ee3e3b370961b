import { fault } from "../errors.ts";
import { type AccountRole, accountRoles, sortRoles } from "./role.ts";

/** Roles in an account for the members of a group at the provider. */
export interface GroupMapping {
	/** Exactly as the provider writes it: a name, a path or an id. */
	readonly group: string;
	/** The account's name. */
	readonly account: string;
	/** In the one order of roles. */
	readonly roles: readonly AccountRole[];
}

const longest = 500;

/** A checked mapping in canonical form. Throws `group-mapping-invalid`. Does not check that the account exists. */
export function groupMapping(parts: {
	readonly group: string;
	readonly account: string;
	readonly roles: Iterable<AccountRole>;
}): GroupMapping {
	const { group, account } = parts;
	const wrong = (problem: string) => fault("group-mapping-invalid", { group: group.slice(0, 120), problem });
	if (group === "" || group.length > longest) throw wrong(`its name must have 1 to ${longest} characters`);
	const roles = sortRoles(parts.roles);
	if (roles.length === 0) throw wrong("it grants no role");
	if (!roles.every((role) => accountRoles.includes(role))) throw wrong("it grants a role that is not an account role");
	return { group, account, roles };
}

/**
 * The accounts that the groups map to, each with all roles from all of its mappings, in the order of the mappings.
 */
export function rolesFromGroups(
	groups: Iterable<string>,
	mappings: readonly GroupMapping[],
): Map<string, AccountRole[]> {
	const has = new Set(groups);
	const given = new Map<string, AccountRole[]>();
	for (const { group, account, roles } of mappings) {
		if (has.has(group)) given.set(account, sortRoles([...(given.get(account) ?? []), ...roles]));
	}
	return given;
}
