import { type PermissionName, permissions, permissionsOf, type Role, sortRoles } from "../core/access/index.ts";
import type { ComponentKind } from "../core/component/index.ts";
import { fault } from "../core/errors.ts";

/** The one who acts in an account: a user, a token, the local owner or the public. */
export interface Actor {
	/** 0 for a user who is a member of no account: no row belongs to account 0. */
	readonly accountId: number;
	readonly account: string;
	/** The name that audit and commits show: a user's name, `user/token`, or a service token's name. */
	readonly name: string;
	/** `local` = the owner of the data directory; `public` = not signed in. */
	readonly kind: "user" | "token" | "local" | "public";
	/** In the fixed order of roles. */
	readonly roles: readonly Role[];
	/** The permissions of all the roles together. */
	readonly may: ReadonlySet<PermissionName>;
	/** The user who acts, directly or by a token of theirs; null for a service's token. */
	readonly userId: number | null;
	/** The one component that a narrowed token is for; null = the whole account. */
	readonly only: { readonly id: number; readonly kind: ComponentKind; readonly name: string } | null;
	/** Id of the token or session that identifies the actor; null for the local owner and the public. */
	readonly credentialId: number | null;
	/** When the token expires (UTC ISO 8601); credentials that it creates expire no later. Null = never. */
	readonly endsAt: string | null;
}

type Who = Pick<Actor, "accountId" | "account" | "name" | "kind"> & { readonly roles: Iterable<Role> } & Partial<
		Pick<Actor, "userId" | "only" | "credentialId" | "endsAt">
	>;

/** An actor with the permissions of its roles. */
export function actorWith(who: Who): Actor {
	const roles = sortRoles(who.roles);
	return { userId: null, only: null, credentialId: null, endsAt: null, ...who, roles, may: permissionsOf(roles) };
}

/** Throws `permission-denied`, naming the roles that have the permission, unless the actor has it. */
export function assertMay(actor: Actor, permission: PermissionName): void {
	if (actor.may.has(permission)) return;
	const { act, roles } = permissions[permission];
	throw fault("permission-denied", {
		act,
		roles: roles.join(" or "),
		has: actor.roles.join(", ") || "no role",
		permission,
	});
}

/** Throws `token-narrowed` if the token is for another component, or if this is not about a single component. */
export function assertOnly(actor: { readonly only?: Actor["only"] }, component: { readonly id: number } | null): void {
	if (!actor.only || actor.only.id === component?.id) return;
	throw fault("token-narrowed", { name: actor.only.name });
}

/** The id of the user who acts. Throws `person-needed` if the actor is not a user. */
export function personOf(actor: Actor): number {
	if (actor.userId === null) throw fault("person-needed", { name: actor.name });
	return actor.userId;
}

/**
 * The name of the user who acts, directly or by a token of theirs (user names have no slash); null if the actor is not
 * a user.
 */
export function personNameOf(actor: Actor): string | null {
	if (actor.userId === null) return null;
	return actor.kind === "token" ? actor.name.slice(0, actor.name.lastIndexOf("/")) : actor.name;
}
