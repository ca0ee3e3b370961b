import type { z } from "zod";
import type { Conflict as CoreConflict } from "../../../core/merge/index.ts";
import type { ComponentRevision } from "../../../registry/components/get-component.ts";
import type { Committed } from "../../../registry/revisions/commit-revision.ts";
import type { FormerName, StoredComponent, StoredRevision } from "../../../registry/stored.ts";
import { presentChanges } from "../../schema.ts";
import type { Conflict } from "./schema.ts";

/** The answer's fields that every kind of component has. */
export function presentComponent(component: StoredComponent, account: string) {
	const { name, lineage, description, tags, headVersion, parent, publisher, createdAt, updatedAt } = component;
	return {
		name,
		account,
		lineage,
		description,
		tags: [...tags],
		latest: component.current,
		newest: component.latest,
		headVersion,
		clonedFrom: parent && { lineage: parent.lineage, name: parent.name, revision: parent.number },
		publisher,
		createdAt,
		updatedAt,
	};
}

/** The answer's fields that every kind of commit has. */
export function presentCommit(revision: StoredRevision) {
	const { number, digest, message, author, createdAt, changesCount, notes, heldBack } = revision;
	return {
		number,
		digest,
		message,
		author,
		createdAt,
		changesCount,
		notes: notes.map(({ code, text }) => ({ code, text })),
		heldBack,
	};
}

/** Fields of a commit's answer in addition to the revision. */
export function presentCommitted({ revision, changes, findings, dependencies }: Committed) {
	return {
		changes: presentChanges(changes),
		findings: findings.map(({ rule, severity, place, text, cure }) => ({ rule, severity, place, text, cure })),
		notes: revision.notes.map(({ code, text }) => ({ code, text })),
		dependencies: dependencies.map(({ kind, name, revision: made }) => ({
			kind,
			name,
			number: made.number,
			digest: made.digest,
		})),
	};
}

export function presentNamed(revision: Pick<ComponentRevision, "component" | "number" | "digest">) {
	return { name: revision.component.name, number: revision.number, digest: revision.digest };
}

export function presentFormerNames(names: readonly FormerName[]) {
	return names.map(({ name, expiresAt }) => ({ name, until: expiresAt }));
}

/** Conflicts in an answer: the same fields, with mutable lists. */
export function presentConflicts(conflicts: readonly CoreConflict[]): z.infer<typeof Conflict>[] {
	return conflicts as readonly unknown[] as z.infer<typeof Conflict>[];
}
