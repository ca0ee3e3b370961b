import { type ChangeOf, type ComponentKind, versioned } from "../core/index.ts";
import type { Actor } from "./actor.ts";
import { type ComponentRevision, getRevision } from "./get-component.ts";
import type { Needs } from "./needs.ts";

export interface RevisionDiff<K extends ComponentKind> {
	readonly from: ComponentRevision<K>;
	readonly to: ComponentRevision<K>;
	/** What turns `from` into `to`; empty exactly when both say the same. */
	readonly changes: readonly ChangeOf<K>[];
}

/** How two revisions differ, of one component or of two of a kind. Throws the `…-not-found` of the part that is missing. */
export async function diffRevisions<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: K; readonly from: string; readonly to: string },
): Promise<RevisionDiff<K>> {
	const { kind } = asked;
	const from = await getRevision(needs, actor, { kind, ref: asked.from });
	const to = await getRevision(needs, actor, { kind, ref: asked.to });
	return { from, to, changes: versioned[kind].diff(from.content, to.content) };
}
