import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { editTemplate, readPosition, readSequence, sequenceHelp, type TemplateEditOptions } from "./edit-template.ts";

export const examples = [
	"mci template move-script shop boot mount-disks 1",
	"mci template move-script shop boot mount-disks 3 --dry-run",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<sequence>", sequenceHelp)
		.argument("<script>", "name of a script in it")
		.argument("<position>", "new position, from 1", readPosition)
		.option("--from <n>", "current position, if it is listed twice", readPosition)
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string, string, string, number], TemplateEditOptions & { readonly from?: number }>(
				(session, [template, when, script, to], { dryRun, from }) => {
					const sequence = readSequence(when);
					return editTemplate(session, { template, dryRun }, (name, sending) =>
						session.client.moveTemplateScript(
							name,
							sequence,
							script,
							{ to, ...dropUndefined({ from }) },
							sending.params,
							sending.options,
						),
					);
				},
			),
		);
}
