import type { AuditEntry, StoredComponent } from "../storage/store.ts";
import type { Actor } from "./actor.ts";

/** An audit entry about a component. Its act is the kind and a verb: `mci.create`, `template.commit`. */
export function componentEntry(
	actor: Actor,
	component: Pick<StoredComponent, "id" | "kind" | "name" | "headVersion">,
	done: { readonly at: string; readonly act: string; readonly before: unknown; readonly after: unknown },
): AuditEntry {
	return {
		accountId: actor.accountId,
		at: done.at,
		actor: actor.name,
		act: `${component.kind}.${done.act}`,
		subjectKind: component.kind,
		subjectId: component.id,
		subjectName: component.name,
		headVersion: component.headVersion,
		before: done.before,
		after: done.after,
	};
}
