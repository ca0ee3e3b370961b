import type { JoinedGroup, StoredAccountGroup, StoredGroupMember, StoredInvitation } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { getGroup } from "./get-group.ts";

/** One page of the account's own groups, by name, each with its number of members. */
export function listGroups(
	needs: Needs,
	actor: Actor,
	page: { readonly after?: string | undefined; readonly limit: number },
): Promise<(StoredAccountGroup & { readonly members: number })[]> {
	return needs.store.read.accountGroups.list(actor.accountId, page);
}

/** One page of the other accounts' groups that this account has joined, by id. */
export function listJoinedGroups(
	needs: Needs,
	actor: Actor,
	page: { readonly after?: number | undefined; readonly limit: number },
): Promise<JoinedGroup[]> {
	return needs.store.read.accountGroups.listJoined(actor.accountId, page);
}

/** One page of the accounts in a group of this account, by name. Throws `group-not-found`. */
export async function listMembers(
	needs: Needs,
	actor: Actor,
	asked: { readonly group: string; readonly after?: string | undefined; readonly limit: number },
): Promise<StoredGroupMember[]> {
	const { id } = await getGroup(needs.store.read, actor, asked.group);
	return needs.store.read.accountGroups.listMembers(id, asked);
}

/** The state of an invitation. */
export type InvitationState = "open" | "accepted" | "revoked" | "expired";

/** One page of a group's invitations, newest first. Throws `group-not-found`. */
export async function listInvitations(
	needs: Needs,
	actor: Actor,
	asked: { readonly group: string; readonly after?: number | undefined; readonly limit: number },
): Promise<(StoredInvitation & { readonly state: InvitationState })[]> {
	assertMay(actor, "groups.manage");
	const { id } = await getGroup(needs.store.read, actor, asked.group);
	const now = needs.now();
	return (await needs.store.read.accountGroups.listInvitations(id, asked)).map((one) => ({
		...one,
		state: invitationState(one, now),
	}));
}

/** The state of an invitation at a time (UTC ISO 8601). */
export function invitationState(invitation: StoredInvitation, now: string): InvitationState {
	if (invitation.acceptedAt !== null) return "accepted";
	if (invitation.revokedAt !== null) return "revoked";
	return invitation.expiresAt <= now ? "expired" : "open";
}
