import type { StoredAccount, Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** Records the audit entry of an act on an account, in that account. */
export function recordAccount(
	tx: Transaction,
	actor: Pick<Actor, "name">,
	entry: {
		readonly account: StoredAccount;
		readonly at: string;
		readonly act: string;
		readonly before?: unknown;
		readonly after: unknown;
	},
): void {
	tx.record({
		accountId: entry.account.id,
		at: entry.at,
		actor: actor.name,
		act: entry.act,
		subjectKind: "account",
		subjectId: entry.account.id,
		subjectName: entry.account.name,
		headVersion: null,
		before: entry.before ?? null,
		after: entry.after,
	});
}
