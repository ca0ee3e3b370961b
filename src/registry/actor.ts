import { type PermissionName, permissions, permissionsOf, type Role, sortRoles } from "../core/access/index.ts";
import type { ComponentKind } from "../core/component/index.ts";
import { fault } from "../core/errors.ts";

/** Who acts in an account. */
export interface Actor {
	/** 0 for a person who is a member of none: no row is of that one. */
	readonly accountId: number;
	readonly account: string;
	/** As audit and commits show it: a person's name, `person/token`, or a service token's name. */
	readonly name: string;
	/** `local` = whoever holds the data directory; `public` = nobody in particular. */
	readonly kind: "user" | "token" | "local" | "public";
	/** In the one order of roles. */
	readonly roles: readonly Role[];
	/** What the roles together may do. */
	readonly may: ReadonlySet<PermissionName>;
	/** The person who acts, also through a token of theirs; null for a service's token. */
	readonly userId: number | null;
	/** The one component that a narrowed token is for; null = all of the account. */
	readonly only: { readonly id: number; readonly kind: ComponentKind; readonly name: string } | null;
	/** Number of the token or session that shows who acts; null for the local owner and for nobody in particular. */
	readonly credentialId: number | null;
	/** When the token ends (UTC ISO): what it makes ends no later. Null = does not. */
	readonly endsAt: string | null;
}

type Who = Pick<Actor, "accountId" | "account" | "name" | "kind"> & { readonly roles: Iterable<Role> } & Partial<
		Pick<Actor, "userId" | "only" | "credentialId" | "endsAt">
	>;

/** An actor with what its roles may do. */
export function actorWith(who: Who): Actor {
	const roles = sortRoles(who.roles);
	return { userId: null, only: null, credentialId: null, endsAt: null, ...who, roles, may: permissionsOf(roles) };
}

/** Throws `permission-denied`, naming the roles that have it, unless the actor has the permission. */
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

/** Throws `token-narrowed` for a token that is for another component, or for what is not about one component at all. */
export function assertOnly(actor: Actor, component: { readonly id: number } | null): void {
	if (actor.only === null || actor.only.id === component?.id) return;
	throw fault("token-narrowed", { name: actor.only.name });
}

/** The person who acts. Throws `person-needed` for whoever is none. */
export function personOf(actor: Actor): number {
	if (actor.userId === null) throw fault("person-needed", { name: actor.name });
	return actor.userId;
}

/** The name of the person who acts, also through a token of theirs, whose own name has no slash; null for whoever is none. */
export function personNameOf(actor: Actor): string | null {
	if (actor.userId === null) return null;
	return actor.kind === "token" ? actor.name.slice(0, actor.name.lastIndexOf("/")) : actor.name;
}
