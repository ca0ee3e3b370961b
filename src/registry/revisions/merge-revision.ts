import { someOf } from "../../base/some-of.ts";
import { type ComponentKind, type ContentOf, versioned, withFields } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { Conflict, ConflictAnswers } from "../../core/merge/index.ts";
import { type RevisionPoint, revisionRef } from "../../core/revision/index.ts";
import type { Reads, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { headNumber, revisionContent } from "../components/component-content.ts";
import { type EditedHead, editHead, type HeadOf } from "../components/edit-head.ts";
import { type ComponentRevision, getRevision } from "../components/get-component.ts";
import { type NamedRevision, namedRevision } from "../components/named-revision.ts";
import type { Needs } from "../needs.ts";
import { changeHeadMerges, type HeadMergesChange, isSameHeadMerges } from "./head-merges.ts";
import { mergeBaseOf } from "./merge-base-of.ts";

const mostNamed = 10;

export interface MergeInput<K extends ComponentKind> extends HeadOf<K> {
	/** Reference to the revision to merge. */
	readonly from: string;
	/** Reference to the revision to compare both with, instead of the common ancestor. */
	readonly base?: string | undefined;
	/** Answers to conflicts, by path. */
	readonly answers: ConflictAnswers;
	/** Dry run: report changes and conflicts, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

export interface MergedHead<K extends ComponentKind> extends EditedHead<K> {
	readonly theirs: NamedRevision;
	/** Null = no common ancestor: every difference is a conflict. */
	readonly base: NamedRevision | null;
	/** Conflicts without an answer; empty if HEAD was changed. */
	readonly conflicts: readonly Conflict[];
}

/**
 * Merges the changes of another revision since the common ancestor into HEAD, in one transaction. HEAD keeps its name.
 * Throws `merge-conflicts`, with each place and its three values, if conflicts have no answer and this is not a dry
 * run, and `merge-answer-invalid` for an answer without a conflict or of the wrong form.
 */
export async function mergeRevision<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	input: MergeInput<K>,
): Promise<MergedHead<K>> {
	const { kind } = input;
	let found: Pick<MergedHead<K>, "theirs" | "base" | "conflicts"> | undefined;
	let merges: HeadMergesChange = { added: [], removed: [] };
	const edited = await editHead(needs, actor, {
		kind,
		name: input.name,
		expected: input.expected,
		act: "merge",
		dryRun: input.dryRun,
		change: async (head, component, tx) => {
			const theirs = await getRevision(needs, actor, { kind, ref: input.from, reads: tx });
			const { base, ancestor } = await baseFor(needs, tx, { actor, input, component, theirs });
			// HEAD's name is its own: a clone keeps it when it merges changes of its origin.
			const named = (content: ContentOf<K>): ContentOf<K> => withFields(content, { name: head.name });
			const merged = versioned[kind].merge(base && named(base.content), head, named(theirs.content));
			const { content, open, problems } = versioned[kind].answer(merged, input.answers);
			const [problem] = problems;
			if (problem)
				throw fault("merge-answer-invalid", {
					path: problem.path,
					problem: problem.problem,
					paths: merged.conflicts.map(({ path }) => path),
				});
			found = { theirs: namedRevision(theirs), base: base ? namedRevision(base) : null, conflicts: open };
			if (open.length > 0 && !input.dryRun) {
				const paths = open.map(({ path }) => path);
				throw fault("merge-conflicts", {
					name: component.name,
					from: input.from,
					count: open.length,
					paths: someOf(paths, mostNamed),
					conflicts: open,
				});
			}
			// Compared with another base than the common ancestor, HEAD may not contain all of it.
			merges = { added: input.base === undefined ? newlyTaken(theirs, ancestor) : [], removed: [] };
			return content;
		},
		isNews: () => !isSameHeadMerges(merges),
		also: (tx, { component }) => changeHeadMerges(tx, component, merges),
		told: () => ({ from: found && revisionRef(found.theirs.name, found.theirs.number), merges }),
	});
	if (!found) throw new Error("HEAD was changed without a merge");
	return { ...edited, ...found };
}

/**
 * The commit that this merge adds to HEAD's ancestors; for a HEAD, the newest commit behind it, since only commits can
 * be named later.
 */
function newlyTaken({ component, number }: ComponentRevision, ancestor: RevisionPoint | null): RevisionPoint[] {
	const taken = { lineage: component.lineage, number: number === 0 ? component.latest : number };
	const isKnown = ancestor?.lineage === taken.lineage && ancestor.number >= taken.number;
	return taken.number === 0 || isKnown ? [] : [taken];
}

async function baseFor<K extends ComponentKind>(
	needs: Needs,
	reads: Reads,
	merge: {
		readonly actor: Actor;
		readonly input: MergeInput<K>;
		readonly component: StoredComponent;
		readonly theirs: ComponentRevision<K>;
	},
): Promise<{ readonly base: ComponentRevision<K> | null; readonly ancestor: RevisionPoint | null }> {
	const { actor, input, component, theirs } = merge;
	const { kind } = input;
	if (input.base !== undefined)
		return { base: await getRevision(needs, actor, { kind, ref: input.base, reads }), ancestor: null };
	const ancestor = await mergeBaseOf(
		reads,
		actor,
		{ lineage: component.lineage, number: headNumber(component) },
		{ lineage: theirs.component.lineage, number: theirs.number === 0 ? headNumber(theirs.component) : theirs.number },
	);
	if (!ancestor) return { base: null, ancestor };
	const [owner] = await reads.components.listByLineages(actor.accountId, [ancestor.lineage]);
	// A HEAD against itself: nothing to merge.
	if (owner && ancestor.number > owner.latest) return { base: theirs, ancestor };
	const revision = owner && (await reads.revisions.find(owner.id, ancestor.number));
	// The ancestor's component was deleted since.
	if (!owner || !revision) return { base: null, ancestor: null };
	const content = await revisionContent(reads, kind, revision);
	const { number, digest } = revision;
	return { base: { kind, component: owner, number, revision, channel: null, digest, content }, ancestor };
}
