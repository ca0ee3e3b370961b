import type { Command } from "commander";
import { parseReference } from "../../../core/revision/index.ts";
import { withoutAbsent } from "../../drop-undefined.ts";
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
		.argument(
			"<script>",
			"the script with the revision that it shall have; or, with another one after it, the script that goes",
		)
		.argument("[other]", "another script, which takes its place")
		.option(
			"--position <n>",
			"only there, counted from 1; wherever it stands in the sequence when absent",
			readPosition,
		)
		.option("--dry-run", "show what would change, and change nothing")
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
							{ ref: other ?? script, ...withoutAbsent({ position }) },
							sending.params,
							sending.options,
						),
					);
				},
			),
		);
}
