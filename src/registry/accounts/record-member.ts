import type { StoredUser, Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** Records the audit entry of a change of a user's roles in an account, in that account. */
export function recordMember(
	tx: Transaction,
	actor: Pick<Actor, "name">,
	entry: {
		readonly accountId: number;
		readonly user: Pick<StoredUser, "id" | "name">;
		readonly at: string;
		readonly act: "member.set" | "member.remove";
		readonly before?: unknown;
		readonly after?: unknown;
	},
): void {
	tx.record({
		accountId: entry.accountId,
		at: entry.at,
		actor: actor.name,
		act: entry.act,
		subjectKind: "user",
		subjectId: entry.user.id,
		subjectName: entry.user.name,
		headVersion: null,
		before: entry.before ?? null,
		after: entry.after ?? null,
	});
}
