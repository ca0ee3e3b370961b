import { type ComponentKind, withWords } from "../core/index.ts";
import type { Actor } from "./actor.ts";
import { headNumber } from "./component-content.ts";
import { type EditedHead, editHead, type HeadOf } from "./edit-head.ts";
import { getComponent, getRevision, ownReference } from "./get-component.ts";
import type { Needs } from "./needs.ts";

/**
 * Sets HEAD to what a revision says, its name aside: an edit like any other, which `undoEdit` takes back, and no commit goes. `to` is a
 * reference to a revision of any component of the kind, or what stands behind its @.
 */
export async function restoreHead<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	input: HeadOf<K> & { readonly to: string; readonly rehearsal?: boolean },
): Promise<EditedHead<K>> {
	const { kind } = input;
	const component = await getComponent(needs.store.read, actor, { kind, name: input.name, at: needs.now() });
	const ref = input.to.includes("@") ? input.to : `${component.name}@${input.to}`;
	ownReference(actor, ref);
	return editHead(needs, actor, {
		kind,
		name: input.name,
		expected: input.expected,
		act: "restore",
		...(input.rehearsal === undefined ? {} : { rehearsal: input.rehearsal }),
		told: { from: ref },
		change: async (head, taken, tx) => {
			const { content } = await getRevision(needs, actor, { kind, ref, reads: tx });
			// What HEAD had merged and not committed is no part of it any more.
			await tx.merges.removeAt(taken.id, headNumber(taken));
			return withWords(content, { name: head.name });
		},
	});
}
