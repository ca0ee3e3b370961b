import { type ComponentKind, componentNouns, versioned } from "../../core/component/index.ts";
import { type ChangeOf, invertChanges } from "../../core/diff/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredAuditEntry } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { type EditedHead, editHead, type HeadOf } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";
import { changeHeadMerges, type HeadMergesChange, invertHeadMerges, isSameHeadMerges } from "./head-merges.ts";

export interface UndoneEdit<K extends ComponentKind> extends EditedHead<K> {
	/** The act that was undone: `mci.put-setting`. */
	readonly undone: string;
}

/**
 * Undoes the last edit of HEAD, from the audit's record of its changes; undoing again redoes it. Throws `undo-nothing`
 * if the last act was not an edit (commits are immutable, and a new component has nothing before it).
 */
export async function undoEdit<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	input: HeadOf<K> & { readonly dryRun?: boolean | undefined },
): Promise<UndoneEdit<K>> {
	const { kind } = input;
	let undone = "";
	let merges: HeadMergesChange = { added: [], removed: [] };
	const edited = await editHead(needs, actor, {
		kind,
		name: input.name,
		expected: input.expected,
		act: "undo",
		dryRun: input.dryRun,
		change: async (head, component, tx) => {
			// Locking HEAD has raised its version by one.
			const [last] = (await tx.audit.listAfter({ kind, id: component.id }, component.headVersion - 2, 5)).filter(
				(entry) => entry.headVersion === component.headVersion - 1,
			);
			const edit = last && editOf<K>(last);
			const refused = (problem: string) =>
				fault("undo-nothing", { name: component.name, problem, command: componentNouns[kind].command });
			if (!edit) throw refused(last ? `the last change was ${last.act}` : "nothing was edited");
			const { content, rejected } = versioned[kind].patch(head, invertChanges(edit.changes));
			if (rejected.length > 0) throw refused("HEAD was changed after its last edit");
			undone = last.act;
			merges = invertHeadMerges(edit.merges);
			return content;
		},
		isNews: () => !isSameHeadMerges(merges),
		also: (tx, { component }) => changeHeadMerges(tx, component, merges),
		told: () => ({ undone, merges }),
	});
	return { ...edited, undone };
}

interface Edit<K extends ComponentKind> {
	readonly changes: readonly ChangeOf<K>[];
	readonly merges: HeadMergesChange;
}

/** The changes of an edit; undefined for acts that are not edits. */
function editOf<K extends ComponentKind>({ after }: StoredAuditEntry): Edit<K> | undefined {
	const told = (Array.isArray(after) ? { changes: after } : after) as Partial<Edit<K>> | null;
	return told?.changes && { changes: told.changes, merges: told.merges ?? { added: [], removed: [] } };
}
