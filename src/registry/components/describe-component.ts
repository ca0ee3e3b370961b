import { type ComponentKind, withFields } from "../../core/component/index.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { type EditedHead, type ExpectedHead, editHead } from "./edit-head.ts";

/** Edits HEAD's description or tags. Omitted fields keep their value. */
export function describeComponent<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	input: {
		readonly kind: K;
		readonly name: string;
		readonly expected: ExpectedHead;
		readonly description?: string | undefined;
		readonly tags?: readonly string[] | undefined;
	},
): Promise<EditedHead<K>> {
	return editHead(needs, actor, {
		kind: input.kind,
		name: input.name,
		expected: input.expected,
		act: "describe",
		change: (head) =>
			withFields(head, { description: input.description ?? head.description, tags: input.tags ?? head.tags }),
	});
}
