import type { Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** Records the audit entry of an act on a token. */
export function recordToken(
	tx: Transaction,
	actor: Actor,
	entry: { id: number; name: string; at: string; act: string; before?: unknown; after: unknown },
): void {
	tx.record({
		accountId: actor.accountId,
		at: entry.at,
		actor: actor.name,
		act: entry.act,
		subjectKind: "token",
		subjectId: entry.id,
		subjectName: entry.name,
		headVersion: null,
		before: entry.before ?? null,
		after: entry.after,
	});
}
