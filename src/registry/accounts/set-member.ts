import { type AccountRole, sortRoles } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { hasAdminPerson } from "../tokens/remaining-admins.ts";
import { findUser } from "../users/list-users.ts";
import { type Member, membersOf } from "./list-members.ts";
import { recordMember } from "./record-member.ts";

/**
 * Says what a person is in the account: makes them a member, or gives one other roles. What a sign-in provider gave stays beside it.
 * Throws `user-not-found`, `input-invalid` for no role, and `member-last-admin` for the last person who is admin.
 */
export function setMember(
	needs: Needs,
	actor: Actor,
	asked: { readonly user: string; readonly roles: readonly AccountRole[] },
): Promise<Member & { readonly isNew: boolean }> {
	assertMay(actor, "members.manage");
	assertOnly(actor, null);
	const roles = sortRoles(asked.roles);
	if (roles.length === 0) throw fault("input-invalid", { problem: "a member needs at least one role", issues: [] });
	return needs.store.write(async (tx) => {
		const at = needs.now();
		// Two admins that take the role from each other at once: the second sees what the first did.
		await tx.accounts.take(actor.accountId);
		const user = await findUser(tx, asked.user);
		const find = async () => (await membersOf(tx, actor.accountId)).find((one) => one.userId === user.id);
		const before = await find();
		const given = before?.sources.find(({ source }) => source === "given")?.roles ?? [];
		if (before && given.join() === roles.join()) return { ...before, isNew: false };
		const wasAdmin = await hasAdminPerson(tx, actor.accountId);
		await tx.users.setMembership({ accountId: actor.accountId, userId: user.id, source: "given", roles, at });
		if (wasAdmin && !(await hasAdminPerson(tx, actor.accountId)))
			throw fault("member-last-admin", { user: user.name, account: actor.account });
		recordMember(tx, actor, {
			accountId: actor.accountId,
			user,
			at,
			act: "member.set",
			before: { roles: given },
			after: { roles },
		});
		const after = await find();
		if (!after) throw new Error("a member just made is not there");
		return { ...after, isNew: before === undefined };
	});
}
