import type { JoinedGroup, StoredAccountGroup, StoredGroupMember, StoredInvitation } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { getGroup } from "./get-group.ts";

/** The account's own groups by name, one page, each with how many accounts are in it. */
export function listGroups(
	needs: Needs,
	actor: Actor,
	page: { readonly after?: string | undefined; readonly limit: number },
): Promise<(StoredAccountGroup & { readonly members: number })[]> {
	return needs.store.read.accountGroups.list(actor.accountId, page);
}

/** The groups of others that the account is in, by their numbers, one page. */
export function listJoinedGroups(
	needs: Needs,
	actor: Actor,
	page: { readonly after?: number | undefined; readonly limit: number },
): Promise<JoinedGroup[]> {
	return needs.store.read.accountGroups.listJoined(actor.accountId, page);
}

/** The accounts that are in a group of the account's own, by name, one page. Throws `group-not-found`. */
export async function listMembers(
	needs: Needs,
	actor: Actor,
	asked: { readonly group: string; readonly after?: string | undefined; readonly limit: number },
): Promise<StoredGroupMember[]> {
	const { id } = await getGroup(needs.store.read, actor, asked.group);
	return needs.store.read.accountGroups.listMembers(id, asked);
}

/** What became of an invitation. */
export type InvitationState = "open" | "accepted" | "revoked" | "expired";

/** The invitations to a group, newest first, one page. Throws `group-not-found`. */
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

/** What an invitation is at a moment (UTC ISO). */
export function invitationState(invitation: StoredInvitation, now: string): InvitationState {
	if (invitation.acceptedAt !== null) return "accepted";
	if (invitation.revokedAt !== null) return "revoked";
	return invitation.expiresAt <= now ? "expired" : "open";
}
