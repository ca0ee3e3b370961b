import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { editTemplate, type TemplateEditOptions } from "./edit-template.ts";

export const examples = ["mci template remove-mci shop web-arm", "mci template remove-mci shop web-arm --dry-run"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<mci>", "name of an MCI on it, neither the default nor the last one")
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string, string], TemplateEditOptions>((session, [template, mci], { dryRun }) =>
				editTemplate(session, { template, dryRun }, (name, sending) =>
					session.client.removeTemplateMci(name, mci, sending.params, sending.options),
				),
			),
		);
}
