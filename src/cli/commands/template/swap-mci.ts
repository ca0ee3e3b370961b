import type { Command } from "commander";
import { parseReference } from "../../../core/revision/index.ts";
import type { Run } from "../../input/define-command.ts";
import { editTemplate, type TemplateEditOptions } from "./edit-template.ts";

export const examples = [
	"mci template swap-mci shop web-base@5",
	"mci template swap-mci shop web-base",
	"mci template swap-mci shop web-base web-hardened@1",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<mci>", "the MCI with its new revision; or, before another MCI, the one to replace")
		.argument("[other]", "another MCI to use instead")
		.option("--dry-run", "show what would change, without changing it")
		.addHelpText("after", "\nThe MCI keeps its place in the list, and the default stays the default.\n")
		.action(
			run<[string, string, string | undefined], TemplateEditOptions>((session, [template, mci, other], { dryRun }) => {
				const gone = parseReference(mci).name;
				return editTemplate(session, { template, dryRun }, (name, sending) =>
					session.client.swapTemplateMci(name, gone, { ref: other ?? mci }, sending.params, sending.options),
				);
			}),
		);
}
