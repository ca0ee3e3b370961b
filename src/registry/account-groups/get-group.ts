import { fault } from "../../core/errors.ts";
import type { JoinedGroup, Reads, StoredAccountGroup } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** An account group of the actor's account. Throws `group-not-found`. */
export async function getGroup(reads: Reads, actor: Actor, name: string): Promise<StoredAccountGroup> {
	const found = await reads.accountGroups.find(actor.accountId, name);
	if (!found) throw fault("group-not-found", { group: name, account: actor.account });
	return found;
}

/** A group of another account that the actor's account has joined. Throws `group-not-found`. */
export async function getJoinedGroup(reads: Reads, actor: Actor, id: number): Promise<JoinedGroup> {
	const found = await reads.accountGroups.findJoined(actor.accountId, id);
	if (!found) throw fault("group-not-found", { group: String(id), account: actor.account });
	return found;
}

/** A group's owner: the publisher's name, or the account's if it has none. */
export function ownerOf({ publisher, account }: Pick<JoinedGroup, "publisher" | "account">): string {
	return publisher ?? account;
}
