import type { ChangeOf } from "../diff/change.ts";
import { diffContents } from "../diff/diff-contents.ts";
import { diffScripts } from "../diff/diff-scripts.ts";
import { diffTemplates } from "../diff/diff-templates.ts";
import { mciContent } from "../image/mci.ts";
import type { Answered, ConflictAnswers } from "../merge/answer.ts";
import { answerContents } from "../merge/answer-contents.ts";
import { answerScripts } from "../merge/answer-scripts.ts";
import { answerTemplates } from "../merge/answer-templates.ts";
import type { ConflictOf, Merged } from "../merge/conflict.ts";
import { mergeContents } from "../merge/merge-contents.ts";
import { mergeScripts } from "../merge/merge-scripts.ts";
import { mergeTemplates } from "../merge/merge-templates.ts";
import { applyChanges, patchContent } from "../patch/patch-contents.ts";
import { applyScriptChanges, patchScript } from "../patch/patch-scripts.ts";
import { applyTemplateChanges, patchTemplate } from "../patch/patch-templates.ts";
import type { Patched } from "../patch/replay.ts";
import { canonicalForm } from "../revision/canonical-form.ts";
import { scriptContent } from "../script/script-content.ts";
import { templateContent } from "../template/template-content.ts";
import type { ComponentKind } from "./component-kind.ts";
import type { ContentOf } from "./content.ts";

/** The version control operations for contents of one kind. */
export interface Versioned<K extends ComponentKind> {
	readonly kind: K;
	/** What turns `before` into `after`; empty exactly when both are equal. */
	diff(before: ContentOf<K>, after: ContentOf<K>): ChangeOf<K>[];
	/** `apply(a, diff(a, b))` equals b; nothing is refused. */
	apply(content: ContentOf<K>, changes: readonly ChangeOf<K>[]): ContentOf<K>;
	/** Makes the changes that start from what is there, or are there already, and rejects the others. */
	patch(content: ContentOf<K>, changes: readonly ChangeOf<K>[]): Patched<ContentOf<K>>;
	/** Three-way merge; `base` is null without a common ancestor. In the result every conflict's place holds ours. */
	merge(base: ContentOf<K> | null, ours: ContentOf<K>, theirs: ContentOf<K>): Merged<ContentOf<K>, ConflictOf<K>>;
	/** Puts answers in the places of a merge's conflicts. */
	answer(merged: Merged<ContentOf<K>, ConflictOf<K>>, answers: ConflictAnswers): Answered<ContentOf<K>, ConflictOf<K>>;
	/** A content that says nothing but its name. Throws `component-name-invalid`. */
	empty(name: string): ContentOf<K>;
	/** The one text of a content, of which its digest is made. */
	canonicalForm(content: ContentOf<K>): string;
}

/** Version control of every kind, so that commits, diffs and merges are written once: `versioned[kind].diff(a, b)`. */
export const versioned: { readonly [K in ComponentKind]: Versioned<K> } = {
	mci: {
		kind: "mci",
		diff: diffContents,
		apply: applyChanges,
		patch: patchContent,
		merge: mergeContents,
		answer: answerContents,
		empty: (name) => mciContent({ name }),
		canonicalForm,
	},
	template: {
		kind: "template",
		diff: diffTemplates,
		apply: applyTemplateChanges,
		patch: patchTemplate,
		merge: mergeTemplates,
		answer: answerTemplates,
		empty: (name) => templateContent({ name }),
		canonicalForm,
	},
	script: {
		kind: "script",
		diff: diffScripts,
		apply: applyScriptChanges,
		patch: patchScript,
		merge: mergeScripts,
		answer: answerScripts,
		empty: (name) => scriptContent({ name }),
		canonicalForm,
	},
};
