import { mciContent } from "../core/index.ts";
import type { Actor } from "./actor.ts";
import { type EditedHead, type ExpectedHead, editHead } from "./edit-head.ts";
import type { Needs } from "./needs.ts";

/** Changes HEAD's description or tags; absent = stays. */
export function describeMci(
	needs: Needs,
	actor: Actor,
	input: {
		readonly name: string;
		readonly expected: ExpectedHead;
		readonly description?: string | undefined;
		readonly tags?: readonly string[] | undefined;
	},
): Promise<EditedHead> {
	return editHead(needs, actor, {
		name: input.name,
		expected: input.expected,
		act: "mci.describe",
		change: (head) => mciContent({ ...head, description: input.description ?? head.description, tags: input.tags ?? head.tags }),
	});
}
