import { fault } from "../core/index.ts";
import type { Role } from "../storage/store.ts";

/** Who acts: an account's token. */
export interface Actor {
	readonly accountId: number;
	readonly account: string;
	/** The token's name, as audit and commits show it. */
	readonly name: string;
	readonly role: Role;
}

const rank: Readonly<Record<Role, number>> = { reader: 1, writer: 2, admin: 3 };

/** Throws `permission-denied` unless the actor's role reaches `role`. */
export function assertMay(actor: Actor, role: Role, act: string): void {
	if (rank[actor.role] < rank[role]) throw fault("permission-denied", { act, role, has: actor.role });
}
