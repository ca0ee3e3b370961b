import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";
import { editTemplate, type TemplateEditOptions } from "./edit-template.ts";

export const examples = [
	"mci template set-input shop PORT=443 HOST=shop.example.com",
	"mci template set-input shop GREETING='Hello, world'",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the ServerTemplate")
		.argument("<input=value...>", "values of its scripts' inputs")
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string, string[]], TemplateEditOptions>((session, [template, pairs], { dryRun }) => {
				const inputs = readPairs(pairs);
				return editTemplate(session, { template, dryRun }, (name, sending) =>
					session.client.changeTemplateInputs(name, { inputs }, sending.params, sending.options),
				);
			}),
		);
}

function readPairs(pairs: readonly string[]): Record<string, string> {
	const inputs = new Map<string, string>();
	for (const pair of pairs) {
		const equals = pair.indexOf("=");
		if (equals < 1)
			throw new UsageError(`${pair} has no value.`, "Write NAME=VALUE. `mci template unset-input` removes a value.");
		const name = pair.slice(0, equals);
		if (inputs.has(name)) throw new UsageError(`${name} is named twice.`, "An input has one value.");
		inputs.set(name, pair.slice(equals + 1));
	}
	return Object.fromEntries(inputs);
}
