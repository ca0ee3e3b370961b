import { type AccountRole, sortRoles } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { hasAdminPerson } from "../tokens/remaining-admins.ts";
import { findUser } from "../users/list-users.ts";
import { type Member, membersOf } from "./list-members.ts";

/**
 * Sets the roles that an admin gives a user in the account; makes the user a member if needed. Roles from a sign-in
 * provider are kept in addition. Throws `user-not-found`, `input-invalid` for an empty list, and `member-last-admin` if
 * the account would lose its last admin.
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
		// Two admins who remove each other's role at once: the second sees the first one's change.
		await tx.accounts.lock(actor.accountId);
		const user = await findUser(tx, asked.user);
		const find = async () => (await membersOf(tx, actor.accountId)).find((one) => one.userId === user.id);
		const before = await find();
		const given = before?.sources.find(({ source }) => source === "given")?.roles ?? [];
		if (before && given.join() === roles.join()) return tx.undo({ ...before, isNew: false });
		const wasAdmin = await hasAdminPerson(tx, actor.accountId);
		await tx.users.setMembership({ accountId: actor.accountId, userId: user.id, source: "given", roles, at });
		if (wasAdmin && !(await hasAdminPerson(tx, actor.accountId)))
			throw fault("member-last-admin", { user: user.name, account: actor.account });
		tx.record(
			auditEntry({ accountId: actor.accountId, name: actor.name }, "member.set", user, {
				at,
				before: { roles: given },
				after: { roles },
			}),
		);
		const after = await find();
		if (!after) throw new Error("a member just made is not there");
		return { ...after, isNew: before === undefined };
	});
}
