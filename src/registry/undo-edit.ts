import { type ChangeOf, type ComponentKind, fault, invertChanges, versioned } from "../core/index.ts";
import type { StoredAuditEntry } from "../storage/store.ts";
import type { Actor } from "./actor.ts";
import { headNumber } from "./component-content.ts";
import { type EditedHead, editHead, type HeadOf } from "./edit-head.ts";
import type { Needs } from "./needs.ts";

/**
 * Takes the last edit of HEAD back, by the audit's record of what it changed; undone again, it is there again. Throws `undo-nothing`
 * when the last act was no edit (a commit is for ever, and a new component has nothing before it).
 */
export function undoEdit<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	input: HeadOf<K> & { readonly rehearsal?: boolean },
): Promise<EditedHead<K>> {
	const { kind } = input;
	return editHead(needs, actor, {
		kind,
		name: input.name,
		expected: input.expected,
		act: "undo",
		...(input.rehearsal === undefined ? {} : { rehearsal: input.rehearsal }),
		change: async (head, component, tx) => {
			// Taking HEAD has moved its version by one.
			const [last] = (await tx.audit.listAfter({ kind, id: component.id }, component.headVersion - 2, 5)).filter(
				(entry) => entry.headVersion === component.headVersion - 1,
			);
			const changes = last && changesOf<K>(last);
			if (!changes) throw fault("undo-nothing", { name: component.name, problem: last ? `the last act was ${last.act}` : "nothing was edited" });
			const { content, rejected } = versioned[kind].patch(head, invertChanges(changes));
			if (rejected.length > 0) throw fault("undo-nothing", { name: component.name, problem: "HEAD is not as that edit left it" });
			await tx.merges.removeAt(component.id, headNumber(component));
			return content;
		},
	});
}

/** What an edit changed; undefined for acts that are no edits. */
function changesOf<K extends ComponentKind>(entry: StoredAuditEntry): readonly ChangeOf<K>[] | undefined {
	const after = entry.after as readonly ChangeOf<K>[] | { readonly changes?: readonly ChangeOf<K>[] } | null;
	if (Array.isArray(after)) return after as readonly ChangeOf<K>[];
	return after !== null && "changes" in after ? after.changes : undefined;
}
