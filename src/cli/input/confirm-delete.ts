import type { Session } from "../connection/session.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { canAsk, confirm } from "./confirm.ts";

/**
 * The question before a deletion; with `yes` it is answered without asking. Throws `UsageError` at once, before
 * anything is read, if there is no terminal to ask on.
 */
export function confirmDelete(
	session: Session,
	command: string,
	{ yes }: { readonly yes?: boolean },
): (question: string) => Promise<boolean> {
	if (yes) return async () => true;
	if (!canAsk(session))
		throw new UsageError(
			`${command} needs confirmation, and this is not a terminal.`,
			"Add --yes to delete without asking.",
		);
	return (question) => confirm(session, plainText(question));
}
