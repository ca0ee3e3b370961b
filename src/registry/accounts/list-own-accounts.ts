import { type Role, sortRoles } from "../../core/access/index.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** An account that the actor may act in, with the actor's roles there. */
export interface OwnAccount {
	readonly name: string;
	readonly roles: readonly Role[];
}

/**
 * A user's accounts by name; a token's only account. Operators may act in others too, but only the ones they are
 * members of are listed.
 */
export async function listOwnAccounts(needs: Needs, actor: Actor): Promise<OwnAccount[]> {
	if (actor.kind !== "user" || actor.userId === null) return [{ name: actor.account, roles: actor.roles }];
	const memberships = await needs.store.read.users.listMemberships(actor.userId);
	const operator = actor.roles.filter((role) => role === "operator");
	return [...Map.groupBy(memberships, ({ account }) => account)].map(([name, of]) => ({
		name,
		roles: sortRoles<Role>([...of.flatMap(({ roles }) => roles), ...operator]),
	}));
}
