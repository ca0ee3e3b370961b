import type { EndedMembership } from "../../client/generated/registry.ts";
import type { Session } from "../connection/session.ts";
import { canAsk, confirm } from "../input/confirm.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";

export interface EndOptions {
	readonly dryRun?: boolean;
	readonly yes?: boolean;
}

/**
 * Ends a membership: shows the consequences, asks a user at a terminal, and ends it. Throws `UsageError` if there is no
 * terminal to ask on.
 */
export async function endMembership(
	session: Session,
	options: EndOptions,
	end: (dry: { dryRun: "true" } | undefined) => Promise<EndedMembership>,
): Promise<undefined> {
	const { output } = session;
	if (!options.dryRun && !options.yes && !canAsk(session))
		throw new UsageError(
			"Removing an account from a group needs confirmation, and this is not a terminal.",
			"Add --yes, or --dry-run to see the consequences.",
		);
	if (options.dryRun || (canAsk(session) && !options.yes)) {
		const tried = await end({ dryRun: "true" });
		output.show(tried, () => printEnded(output, tried));
		if (options.dryRun) output.note("Dry run: nothing was changed.");
		if (options.dryRun || !(await confirm(session, plainText(`Remove ${tried.account} from “${tried.group}”?`))))
			return undefined;
	}
	const ended = await end(undefined);
	output.show(ended, () => {
		output.line(plainText(`${ended.account} is no longer in “${ended.group}”.`));
		if (options.yes) printEnded(output, ended);
	});
	return undefined;
}

function printEnded(output: Output, { lost, consequences }: EndedMembership): void {
	for (const text of consequences) output.line(plainText(text));
	if (lost.length > 0) output.line(plainText(`No longer visible: ${lost.join(", ")}`));
}
