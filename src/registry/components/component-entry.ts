import type { AuditEntry, StoredComponent } from "../../storage/store.ts";
import { type Actor, assertOnly } from "../actor.ts";

/**
 * An audit entry about a component. Its act is the kind and a verb: `mci.create`, `template.commit`. Throws `token-narrowed` where the
 * actor is narrowed to another one: what a cascade or a commit with its dependencies would change beside its own, it may not.
 */
export function componentEntry(
	actor: Actor,
	component: Pick<StoredComponent, "id" | "kind" | "name" | "headVersion">,
	done: { readonly at: string; readonly act: string; readonly before: unknown; readonly after: unknown },
): AuditEntry {
	assertOnly(actor, component);
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
