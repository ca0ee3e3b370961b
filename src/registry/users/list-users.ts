import { fault } from "../../core/errors.ts";
import type { Reads, StoredMembership, StoredUser } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** One page of the installation's users, by name. */
export function listUsers(
	needs: Needs,
	actor: Actor,
	filter: Parameters<Reads["users"]["list"]>[0],
): Promise<StoredUser[]> {
	assertMay(actor, "users.manage");
	assertOnly(actor, null);
	return needs.store.read.users.list(filter);
}

/** A user with their roles in each account. Throws `user-not-found`. */
export async function getUser(
	needs: Needs,
	actor: Actor,
	name: string,
): Promise<{ readonly user: StoredUser; readonly memberships: readonly StoredMembership[] }> {
	assertMay(actor, "users.manage");
	assertOnly(actor, null);
	const user = await findUser(needs.store.read, name);
	return { user, memberships: await needs.store.read.users.listMemberships(user.id) };
}

/** The user of a name, in any case of letters. Throws `user-not-found`. */
export async function findUser(reads: Pick<Reads, "users">, name: string): Promise<StoredUser> {
	const user = await reads.users.find(name.trim().toLowerCase());
	if (!user) throw fault("user-not-found", { user: name.slice(0, 120) });
	return user;
}
