import { fault } from "../../core/errors.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { hasAdminPerson } from "../tokens/remaining-admins.ts";
import { membersOf } from "./list-members.ts";
import { recordMember } from "./record-member.ts";

/**
 * Takes from a person what an admin gave: they see nothing of the account any more, nor does a token of theirs. Throws
 * `member-not-found`, `member-last-admin`, and `member-of-provider` for roles that a sign-in provider gave alone.
 */
export function removeMember(needs: Needs, actor: Actor, name: string): Promise<void> {
	assertMay(actor, "members.manage");
	assertOnly(actor, null);
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const { accountId, account } = actor;
		await tx.accounts.take(accountId);
		const member = (await membersOf(tx, accountId)).find(({ user }) => user === name.trim().toLowerCase());
		if (!member) throw fault("member-not-found", { user: name.slice(0, 120), account });
		const { user, userId } = member;
		const given = member.sources.find(({ source }) => source === "given");
		if (!given)
			throw fault("member-of-provider", {
				user,
				account,
				source: member.sources.map(({ source }) => source).join(" and "),
			});
		const wasAdmin = await hasAdminPerson(tx, accountId);
		await tx.users.setMembership({ accountId, userId, source: "given", roles: [], at });
		if (wasAdmin && !(await hasAdminPerson(tx, accountId))) throw fault("member-last-admin", { user, account });
		recordMember(tx, actor, {
			accountId,
			user: { id: userId, name: user },
			at,
			act: "member.remove",
			before: { roles: given.roles },
		});
	});
}
