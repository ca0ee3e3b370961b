import { fault } from "../../core/errors.ts";
import { invitationCode, invitationDays } from "../../core/marketplace/index.ts";
import type { StoredAccountGroup, StoredInvitation } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { getGroup } from "./get-group.ts";

/** A new invitation. Its code is shown only this once and stored nowhere. */
export interface NewInvitation {
	readonly group: StoredAccountGroup;
	readonly invitation: StoredInvitation;
	readonly code: string;
}

const noteLimit = 500;
const day = 24 * 60 * 60 * 1000;

/** Invites to a group: the code lets one account join, once, within six days. Throws `group-not-found`. */
export async function inviteAccount(
	needs: Needs,
	actor: Actor,
	input: { readonly group: string; readonly note?: string | undefined },
): Promise<NewInvitation> {
	assertMay(actor, "groups.manage");
	const note = (input.note ?? "").trim();
	if (note.length > noteLimit)
		throw fault("group-invalid", { name: input.group, problem: `the note is longer than ${noteLimit} characters` });
	return needs.store.write(async (tx) => {
		const group = await getGroup(tx, actor, input.group);
		// 160 of the secret's 256 bits, taken from a hash, whose bits are all equally random.
		const code = invitationCode(needs.sha256(needs.newSecret()).slice(0, 40));
		const createdAt = needs.now();
		const expiresAt = new Date(Date.parse(createdAt) + invitationDays * day).toISOString();
		const made = { groupId: group.id, note, invitedBy: actor.name, createdAt, expiresAt };
		const id = await tx.accountGroups.insertInvitation({ ...made, codeHash: needs.sha256(code) });
		tx.record(
			auditEntry(actor, "group.invite", group, {
				at: createdAt,
				before: null,
				after: { invitation: id, note, expiresAt },
			}),
		);
		return { group, invitation: { id, ...made, acceptedAt: null, acceptedBy: null, revokedAt: null }, code };
	});
}

/**
 * Revokes an open invitation. Throws `invitation-not-found` for one that is used, revoked, expired or another
 * account's.
 */
export async function revokeInvitation(
	needs: Needs,
	actor: Actor,
	input: { readonly group: string; readonly invitation: number },
): Promise<{ readonly group: StoredAccountGroup; readonly invitation: StoredInvitation }> {
	assertMay(actor, "groups.manage");
	return needs.store.write(async (tx) => {
		const group = await getGroup(tx, actor, input.group);
		const at = needs.now();
		const revoked = await tx.accountGroups.revokeInvitation(group.id, input.invitation, at);
		const invitation = revoked ? await tx.accountGroups.findInvitation(group.id, input.invitation) : undefined;
		if (!invitation) throw fault("invitation-not-found", { group: group.name, invitation: input.invitation });
		const told = { invitation: invitation.id, note: invitation.note };
		tx.record(auditEntry(actor, "group.revoke-invitation", group, { at, before: told, after: null }));
		return { group, invitation };
	});
}
