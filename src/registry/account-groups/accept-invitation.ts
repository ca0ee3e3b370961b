import { fault } from "../../core/errors.ts";
import { readInvitationCode } from "../../core/marketplace/index.ts";
import type { JoinedGroup } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { groupEntry } from "../marketplace/marketplace-entry.ts";
import type { Needs } from "../needs.ts";
import { getJoinedGroup, ownerOf } from "./get-group.ts";

/**
 * Lets the actor's account into the group that a code is for. The code is used up in the same statement that looks at it, so that of two
 * who accept at once one is let in. Throws `invitation-invalid` for a code that is mistyped, used, revoked or has run out, all alike;
 * `group-own` and `group-joined`, after which the code is still good.
 */
export async function acceptInvitation(
	needs: Needs,
	actor: Actor,
	input: { readonly code: string; readonly rehearsal?: boolean },
): Promise<JoinedGroup> {
	assertMay(actor, "groups.join");
	// What can't be a code is looked up like one: nobody learns more than that it isn't good.
	const codeHash = needs.sha256(readInvitationCode(input.code) ?? "");
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const { accountId } = actor;
		const accepted = await tx.accountGroups.acceptInvitation(codeHash, { accountId, at });
		if (!accepted) throw fault("invitation-invalid");
		const { group, invitationId } = accepted;
		if (group.accountId === accountId) throw fault("group-own", { group: group.name });
		if (!(await tx.accountGroups.addMember(group.id, accountId, at)))
			throw fault("group-joined", { group: group.name });
		const joined = await getJoinedGroup(tx, actor, group.id);
		// Nothing is recorded, so the code is not used up.
		if (input.rehearsal) return joined;
		const owner = ownerOf(joined);
		const own = { at, act: "join", before: null, after: { account: actor.account, invitation: invitationId } };
		// In the other account nobody needs to know who acts in this one.
		tx.record({ ...groupEntry(actor, group, own), accountId: group.accountId, actor: actor.account });
		tx.record(
			groupEntry(
				actor,
				{ id: group.id, name: `${owner}/${group.name}` },
				{ at, act: "join", before: null, after: { group: group.name, owner } },
			),
		);
		return joined;
	});
}
