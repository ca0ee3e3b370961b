import type { Command } from "commander";
import { parseReference } from "../../../core/revision/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { editTemplate, readPosition, readSequence, sequenceHelp, type TemplateEditOptions } from "./edit-template.ts";

export const examples = [
	"mci template swap-script shop boot install-php@4",
	"mci template swap-script shop boot install-php install-php-fpm",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<sequence>", sequenceHelp)
		.argument("<script>", "the script with its new revision; or, before another script, the one to replace")
		.argument("[other]", "another script to use instead")
		.option("--position <n>", "only at this position, from 1 (default: everywhere in the sequence)", readPosition)
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string, string, string, string | undefined], TemplateEditOptions & { readonly position?: number }>(
				(session, [template, when, script, other], { dryRun, position }) => {
					const sequence = readSequence(when);
					const gone = parseReference(script).name;
					return editTemplate(session, { template, dryRun }, (name, sending) =>
						session.client.swapTemplateScript(
							name,
							sequence,
							gone,
							{ ref: other ?? script, ...dropUndefined({ position }) },
							sending.params,
							sending.options,
						),
					);
				},
			),
		);
}
