import { canAsk, confirm } from "./confirm.ts";
import { plainText } from "./plain-text.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

/**
 * What asks before something is deleted: with `yes` it says yes by itself. Throws `UsageError` at once, before anything is read, when
 * nobody is there to be asked.
 */
export function confirmDelete(session: Session, command: string, { yes }: { readonly yes?: boolean }): (question: string) => Promise<boolean> {
	if (yes) return async () => true;
	if (!canAsk(session))
		throw new UsageError(`${command} asks before it deletes, and here is nobody to ask.`, "Give --yes to delete without being asked.");
	return (question) => confirm(session, plainText(question));
}
