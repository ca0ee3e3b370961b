import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = ["mci workload-rule remove release", "mci workload-rule remove release --account acme"];

export function define(command: Command, run: Run): void {
	command.argument("<name>", "name of the rule").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			await session.client.removeWorkloadRule(name);
			session.output.note(`${name}: removed. Its tokens are revoked.`);
			return undefined;
		}),
	);
}
