import type { Command } from "commander";
import { parseReference } from "../../../core/revision/index.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";
import { editTemplate, type TemplateEditOptions } from "./edit-template.ts";

export const examples = [
	"mci template set-mcis shop web-base@5 web-arm@2 --default web-base",
	"mci template set-mcis shop web-base --default web-base --dry-run",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<mci...>", "all its MCIs, in order")
		.option("--default <mci>", "name of the default among them (default: the current one, or the only one)")
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string, string[]], TemplateEditOptions & { readonly default?: string }>(
				(session, [template, refs], options) => {
					const wanted = options.default === undefined ? undefined : parseReference(options.default).name;
					const mcis = refs.map((ref) => (parseReference(ref).name === wanted ? { ref, default: true } : { ref }));
					if (wanted !== undefined && !mcis.some((mci) => "default" in mci)) {
						throw new UsageError(`The default, “${wanted}”, is not among the MCIs.`, "Name one of the list.");
					}
					return editTemplate(session, { template, dryRun: options.dryRun }, (name, sending) =>
						session.client.setTemplateMcis(name, { mcis }, sending.params, sending.options),
					);
				},
			),
		);
}
