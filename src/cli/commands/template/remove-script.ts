import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { editTemplate, readPosition, readSequence, sequenceHelp, type TemplateEditOptions } from "./edit-template.ts";

export const examples = [
	"mci template remove-script shop boot install-php",
	"mci template remove-script shop boot report --position 4",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<sequence>", sequenceHelp)
		.argument("<script>", "name of a script in it")
		.option("--position <n>", "only at this position, from 1 (default: everywhere in the sequence)", readPosition)
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string, string, string], TemplateEditOptions & { readonly position?: number }>(
				(session, [template, when, script], { dryRun, position }) => {
					const sequence = readSequence(when);
					return editTemplate(session, { template, dryRun }, (name, sending) =>
						session.client.removeTemplateScript(
							name,
							sequence,
							script,
							{ ...sending.params, ...dropUndefined({ position }) },
							sending.options,
						),
					);
				},
			),
		);
}
