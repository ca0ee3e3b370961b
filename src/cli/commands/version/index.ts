import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = ["mci version", "mci version --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async ({ output, world }) => {
			output.show({ version: world.version }, () => output.line(world.version));
			return undefined;
		}),
	);
}
