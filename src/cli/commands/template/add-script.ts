import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { editTemplate, readPosition, readSequence, sequenceHelp, type TemplateEditOptions } from "./edit-template.ts";

export const examples = [
	"mci template add-script shop boot install-php",
	"mci template add-script shop boot mount-disks@3 --position 1",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<sequence>", sequenceHelp)
		.argument(
			"<script>",
			"a script: its newest commit (HEAD if it has none), or @N, @head, or a channel's current revision",
		)
		.option("--position <n>", "position in the sequence, from 1 (default: the end)", readPosition)
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string, string, string], TemplateEditOptions & { readonly position?: number }>(
				(session, [template, when, ref], { dryRun, position }) => {
					const sequence = readSequence(when);
					return editTemplate(session, { template, dryRun }, (name, sending) =>
						session.client.addTemplateScript(
							name,
							sequence,
							{ ref, ...dropUndefined({ position }) },
							sending.params,
							sending.options,
						),
					);
				},
			),
		);
}
