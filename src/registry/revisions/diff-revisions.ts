import { type ComponentKind, versioned } from "../../core/component/index.ts";
import type { ChangeOf } from "../../core/diff/index.ts";
import type { Reads } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { revisionContent } from "../components/component-content.ts";
import { type ComponentRevision, getRevision } from "../components/get-component.ts";
import { lineagesIn, namesOf } from "../components/pinned-names.ts";
import type { Needs } from "../needs.ts";

export interface RevisionDiff<K extends ComponentKind> {
	/** Null = nothing precedes `to`: all of its content is new. */
	readonly from: ComponentRevision<K> | null;
	readonly to: ComponentRevision<K>;
	/** The changes from `from` to `to`; empty exactly if both have the same content. */
	readonly changes: readonly ChangeOf<K>[];
	/** The current names of the lineages in a template's changes. */
	readonly names: Readonly<Record<string, string>>;
}

/**
 * The differences between two revisions of one component, or of two components of a kind. Without `from`, compares with
 * the predecessor of `to`: the newest commit for a HEAD, the commit before for a commit, nothing if there is none.
 * Throws the `…-not-found` of the missing part.
 */
export async function diffRevisions<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: K; readonly from?: string | undefined; readonly to: string },
): Promise<RevisionDiff<K>> {
	const { kind } = asked;
	const reads = needs.store.read;
	const to = await getRevision(needs, actor, { kind, ref: asked.to });
	const from =
		asked.from === undefined
			? await revisionBefore(reads, to)
			: await getRevision(needs, actor, { kind, ref: asked.from });
	const changes = changesTo(from, to);
	return { from, to, changes, names: await namesOf(reads, actor, lineagesIn(changes)) };
}

/** The changes from one revision to another of its kind; all of its content if there is no `from`. */
export function changesTo<K extends ComponentKind>(
	from: Pick<ComponentRevision<K>, "content"> | null,
	to: Pick<ComponentRevision<K>, "kind" | "content">,
): ChangeOf<K>[] {
	const { diff, empty } = versioned[to.kind];
	return diff(from?.content ?? empty(to.content.name), to.content);
}

async function revisionBefore<K extends ComponentKind>(
	reads: Reads,
	to: ComponentRevision<K>,
): Promise<ComponentRevision<K> | null> {
	const { kind, component } = to;
	// Not the next lower number, because an import may have gaps.
	const [revision] = await reads.revisions.list(component.id, {
		limit: 1,
		...(to.number === 0 ? {} : { before: to.number }),
	});
	if (!revision) return null;
	return {
		kind,
		component,
		number: revision.number,
		revision,
		channel: null,
		digest: revision.digest,
		content: await revisionContent(reads, kind, revision),
	};
}
