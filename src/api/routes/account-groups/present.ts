import type { EndedMembership } from "../../../registry/account-groups/end-membership.ts";
import { ownerOf } from "../../../registry/account-groups/get-group.ts";
import type { InvitationState } from "../../../registry/account-groups/list-groups.ts";
import type { JoinedGroup, StoredAccountGroup, StoredInvitation } from "../../../registry/stored.ts";

/** A group as its own account sees it. */
export function presentGroup(group: StoredAccountGroup & { readonly members?: number }) {
	const { id, name, description, members, createdAt, updatedAt } = group;
	return { id, name, description, ...(members === undefined ? {} : { members }), createdAt, updatedAt };
}

/** A group as a member sees it. */
export function presentJoined(group: JoinedGroup) {
	const { id, name, description, joinedAt } = group;
	return { id, name, description, owner: ownerOf(group), joinedAt };
}

export function presentInvitation(invitation: StoredInvitation & { readonly state: InvitationState }) {
	const { id, note, state, invitedBy, createdAt, expiresAt, acceptedAt, acceptedBy } = invitation;
	return { id, note, state, invitedBy, createdAt, expiresAt, acceptedAt, acceptedBy };
}

export function presentEnded({ group, owner, account, lost, subscriptions, consequences }: EndedMembership) {
	return {
		group,
		owner,
		account,
		lost: [...lost],
		subscriptions: subscriptions.map(({ kind, name }) => ({ kind, name })),
		consequences: [...consequences],
	};
}
