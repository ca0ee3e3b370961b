import { fault } from "../../core/errors.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { hasAdminPerson } from "../tokens/remaining-admins.ts";
import { membersOf } from "./list-members.ts";

/**
 * Removes the roles that an admin gave a user: the user and their tokens lose access to the account. Throws
 * `member-not-found`, `member-last-admin`, and `member-of-provider` if all roles come from a sign-in provider.
 */
export function removeMember(needs: Needs, actor: Actor, name: string): Promise<void> {
	assertMay(actor, "members.manage");
	assertOnly(actor, null);
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const { accountId, account } = actor;
		await tx.accounts.lock(accountId);
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
		tx.record(
			auditEntry(
				{ accountId, name: actor.name },
				"member.remove",
				{ id: userId, name: user },
				{ at, before: { roles: given.roles } },
			),
		);
	});
}
