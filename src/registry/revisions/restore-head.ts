import { type ComponentKind, withFields } from "../../core/component/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { Actor } from "../actor.ts";
import { type EditedHead, editHead, type HeadOf } from "../components/edit-head.ts";
import { getComponent, getRevision, ownReference } from "../components/get-component.ts";
import { type NamedRevision, namedRevision } from "../components/named-revision.ts";
import type { Needs } from "../needs.ts";
import { changeHeadMerges, type HeadMergesChange, listHeadMerges } from "./head-merges.ts";

export interface RestoredHead<K extends ComponentKind> extends EditedHead<K> {
	/** The revision that HEAD was set to. */
	readonly from: NamedRevision;
}

/**
 * Sets HEAD to the content of a revision, except its name: an edit like any other, which `undoEdit` reverts; no commit
 * is lost. `to` is a reference to a revision of any component of the kind, or the part after its @.
 */
export async function restoreHead<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	input: HeadOf<K> & { readonly to: string; readonly dryRun?: boolean | undefined },
): Promise<RestoredHead<K>> {
	const { kind } = input;
	const component = await getComponent(needs.store.read, actor, { kind, name: input.name, at: needs.now() });
	const own = input.to.replace(/^@/, "");
	const ref = own.includes("@") ? own : `${component.name}@${own}`;
	ownReference(actor, ref);
	let from: NamedRevision | undefined;
	// HEAD's uncommitted merges are no longer part of it.
	let merges: HeadMergesChange = { added: [], removed: [] };
	const edited = await editHead(needs, actor, {
		kind,
		name: input.name,
		expected: input.expected,
		act: "restore",
		dryRun: input.dryRun,
		change: async (head, taken, tx) => {
			const found = await getRevision(needs, actor, { kind, ref, reads: tx });
			from = namedRevision(found);
			merges = { added: [], removed: await listHeadMerges(tx, taken) };
			return withFields(found.content, { name: head.name });
		},
		isNews: () => false,
		also: (tx, { component: taken }) => changeHeadMerges(tx, taken, merges),
		told: () => ({ from: from && revisionRef(from.name, from.number), merges }),
	});
	if (!from) throw new Error("HEAD was set to no revision");
	return { ...edited, from };
}
