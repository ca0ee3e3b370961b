import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { printRule } from "./workload-rule-text.ts";

export const examples = ["mci workload-rule show release", "mci workload-rule show release --json"];

export function define(command: Command, run: Run): void {
	command.argument("<name>", "name of the rule").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			const rule = await session.client.getWorkloadRule(name);
			session.output.show(rule, () => printRule(session.output, rule));
			return undefined;
		}),
	);
}
