import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { editTemplate, type TemplateEditOptions } from "./edit-template.ts";

export const examples = [
	"mci template add-mci shop web-base",
	"mci template add-mci shop web-arm@2 --default",
	"mci template add-mci shop web-base@production",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<mci>", "an MCI: its newest commit (HEAD if it has none), or @N, @head, or a channel's current revision")
		.option("--default", "make it the default, as the first MCI always is")
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string, string], TemplateEditOptions & { readonly default?: boolean }>((session, [template, ref], options) =>
				editTemplate(session, { template, dryRun: options.dryRun }, (name, sending) =>
					session.client.addTemplateMci(
						name,
						{ ref, default: options.default === true },
						sending.params,
						sending.options,
					),
				),
			),
		);
}
