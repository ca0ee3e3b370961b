import { type Act, type ActValues, subjectOf } from "../../core/audit/index.ts";
import { componentKinds } from "../../core/component/index.ts";
import type { AuditEntry } from "../../storage/store.ts";
import { type Actor, assertOnly } from "../actor.ts";

/** The account that an entry belongs to, and the name that it shows. An `Actor` is one. */
export interface ActingAs extends Pick<Actor, "accountId" | "name"> {
	readonly only?: Actor["only"];
}

/** What an act was done to, as its row has it. */
export interface AuditSubject {
	/** Null for something without a row of its own. */
	readonly id: number | null;
	readonly name: string;
	/** HEAD's version after the act, or a server's or deployment's version. */
	readonly headVersion?: number | null;
}

/**
 * The audit entry of an act. Throws `token-narrowed` for an act on a component other than the one that the actor's
 * token is narrowed to, so that neither a cascade nor a commit with its dependencies reaches further.
 */
export function auditEntry<A extends Act>(
	actor: ActingAs,
	act: A,
	subject: AuditSubject,
	done: { readonly at: string } & Partial<ActValues<A>>,
): AuditEntry {
	const subjectKind = subjectOf(act);
	const { id, name, headVersion = null } = subject;
	if (componentKinds.some((kind) => kind === subjectKind)) assertOnly(actor, { id: id ?? 0 });
	const { accountId, name: actorName } = actor;
	const { at, before = null, after = null } = done;
	return {
		accountId,
		at,
		actor: actorName,
		act,
		subjectKind,
		subjectId: id,
		subjectName: name,
		headVersion,
		before,
		after,
	};
}
