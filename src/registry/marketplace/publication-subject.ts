import { revisionRef } from "../../core/revision/index.ts";
import type { StoredPublication } from "../../storage/store.ts";
import type { AuditSubject } from "../audit/audit-entry.ts";

/** A publication as the audit names it, by its revision: `web@3`. */
export function publicationSubject({
	id,
	name,
	number,
}: Pick<StoredPublication, "id" | "name" | "number">): AuditSubject {
	return { id, name: revisionRef(name, number) };
}
