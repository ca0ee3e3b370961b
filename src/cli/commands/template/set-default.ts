import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { editTemplate, type TemplateEditOptions } from "./edit-template.ts";

export const examples = ["mci template set-default shop web-arm", "mci template set-default shop web-arm --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<mci>", "name of an MCI on it, which servers get unless they request another")
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string, string], TemplateEditOptions>((session, [template, mci], { dryRun }) =>
				editTemplate(session, { template, dryRun }, (name, sending) =>
					session.client.setTemplateDefault(name, { mci }, sending.params, sending.options),
				),
			),
		);
}
