import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { editTemplate, type TemplateEditOptions } from "./edit-template.ts";

export const examples = ["mci template unset-input shop PORT", "mci template unset-input shop PORT HOST"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<input...>", "inputs whose values to remove; the scripts' defaults apply then")
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string, string[]], TemplateEditOptions>((session, [template, names], { dryRun }) => {
				const inputs = Object.fromEntries(names.map((input) => [input, null]));
				return editTemplate(session, { template, dryRun }, (name, sending) =>
					session.client.changeTemplateInputs(name, { inputs }, sending.params, sending.options),
				);
			}),
		);
}
