import { revisionRef } from "../../core/revision/index.ts";
import type { AuditEntry, StoredAccountGroup, StoredPublication } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

interface Done {
	readonly at: string;
	/** Verb: `create`, `publish`. */
	readonly act: string;
	readonly before: unknown;
	readonly after: unknown;
}

/** An audit entry about an account group of the actor's account: `group.create`. */
export function groupEntry(actor: Actor, group: Pick<StoredAccountGroup, "id" | "name">, done: Done): AuditEntry {
	return {
		...entry(actor, done),
		act: `group.${done.act}`,
		subjectKind: "group",
		subjectId: group.id,
		subjectName: group.name,
	};
}

/** An audit entry about a publication of the actor's account, named by its revision: `publication.retract` of `web@3`. */
export function publicationEntry(
	actor: Actor,
	publication: Pick<StoredPublication, "id" | "name" | "number">,
	done: Done,
): AuditEntry {
	const subjectName = revisionRef(publication.name, publication.number);
	return {
		...entry(actor, done),
		act: `publication.${done.act}`,
		subjectKind: "publication",
		subjectId: publication.id,
		subjectName,
	};
}

/** An audit entry about the publisher profile of the actor's account. */
export function publisherEntry(actor: Actor, name: string, done: Done): AuditEntry {
	return {
		...entry(actor, done),
		act: `publisher.${done.act}`,
		subjectKind: "publisher",
		subjectId: actor.accountId,
		subjectName: name,
	};
}

function entry(actor: Actor, { at, before, after }: Done) {
	return { accountId: actor.accountId, at, actor: actor.name, headVersion: null, before, after };
}
