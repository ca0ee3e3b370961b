import type { AccountRole } from "../core/index.ts";
import type { AuditEntry } from "../storage/store.ts";

/** An audit entry, in the account, about what a person is in it by a sign-in provider's word. */
export function membershipEntry(
	actor: string,
	entry: {
		readonly accountId: number;
		readonly userId: number;
		readonly user: string;
		readonly source: string;
		readonly before: readonly AccountRole[];
		readonly after: readonly AccountRole[];
		readonly at: string;
	},
): AuditEntry {
	const { accountId, userId, user, source, before, after, at } = entry;
	return {
		accountId,
		at,
		actor,
		act: "user.set-roles",
		subjectKind: "user",
		subjectId: userId,
		subjectName: user,
		headVersion: null,
		before: { source, roles: before },
		after: { source, roles: after },
	};
}
