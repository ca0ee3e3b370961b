import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { editTemplate, readSequence, sequenceHelp, type TemplateEditOptions } from "./edit-template.ts";

export const examples = [
	"mci template set-scripts shop boot mount-disks install-php@4",
	"mci template set-scripts shop decommission",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<sequence>", sequenceHelp)
		.argument("[script...]", "all its scripts, in the order in which they run; omit for none")
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string, string, string[]], TemplateEditOptions>((session, [template, when, scripts], { dryRun }) => {
				const sequence = readSequence(when);
				return editTemplate(session, { template, dryRun }, (name, sending) =>
					session.client.setTemplateScripts(name, sequence, { scripts }, sending.params, sending.options),
				);
			}),
		);
}
