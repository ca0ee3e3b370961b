import type { AuditEntry } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** An audit entry about an upstream. */
export function upstreamEntry(
	actor: Actor,
	entry: { id: number; name: string; at: string; act: string; before?: unknown; after: unknown },
): AuditEntry {
	return {
		accountId: actor.accountId,
		at: entry.at,
		actor: actor.name,
		act: entry.act,
		subjectKind: "upstream",
		subjectId: entry.id,
		subjectName: entry.name,
		headVersion: null,
		before: entry.before ?? null,
		after: entry.after,
	};
}
