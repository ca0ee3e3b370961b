import type { AuditEntry } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** An audit entry about a feed that the account follows. */
export function feedEntry(
	actor: Actor,
	entry: {
		readonly id: number;
		readonly name: string;
		readonly at: string;
		readonly act: string;
		readonly before?: unknown;
		readonly after: unknown;
	},
): AuditEntry {
	return {
		accountId: actor.accountId,
		at: entry.at,
		actor: actor.name,
		act: entry.act,
		subjectKind: "feed",
		subjectId: entry.id,
		subjectName: entry.name,
		headVersion: null,
		before: entry.before ?? null,
		after: entry.after,
	};
}
