import { fault } from "../../core/errors.ts";
import { readInvitationCode } from "../../core/marketplace/index.ts";
import type { JoinedGroup } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { getJoinedGroup, ownerOf } from "./get-group.ts";

/**
 * Accepts an invitation: the actor's account joins the group that the code is for. The statement that reads the code
 * also marks it used, so of two that accept at once only one joins. Throws `invitation-invalid` alike for a code that
 * is mistyped, used, revoked or expired; and `group-own` and `group-joined`, after which the code is still valid.
 */
export async function acceptInvitation(
	needs: Needs,
	actor: Actor,
	input: { readonly code: string; readonly dryRun?: boolean | undefined },
): Promise<JoinedGroup> {
	assertMay(actor, "groups.join");
	// A malformed code is looked up like any other: the answer reveals only that it is not valid.
	const codeHash = needs.sha256(readInvitationCode(input.code) ?? "");
	return needs.store.write(
		async (tx) => {
			const at = needs.now();
			const { accountId } = actor;
			const accepted = await tx.accountGroups.acceptInvitation(codeHash, { accountId, at });
			if (!accepted) throw fault("invitation-invalid");
			const { group, invitationId } = accepted;
			if (group.accountId === accountId) throw fault("group-own", { group: group.name });
			if (!(await tx.accountGroups.addMember(group.id, accountId, at)))
				throw fault("group-joined", { group: group.name });
			const joined = await getJoinedGroup(tx, actor, group.id);
			const owner = ownerOf(joined);
			// The entry in the other account does not name the user who acts in this one.
			const owning = { accountId: group.accountId, name: actor.account };
			const after = { account: actor.account, invitation: invitationId };
			tx.record(auditEntry(owning, "group.join", group, { at, after }));
			tx.record(
				auditEntry(
					actor,
					"group.join",
					{ id: group.id, name: `${owner}/${group.name}` },
					{ at, before: null, after: { group: group.name, owner } },
				),
			);
			return joined;
		},
		{ dryRun: input.dryRun },
	);
}
