import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";

interface Options {
	readonly description?: string;
}

export const examples = [
	"mci deployment clone prod staging",
	'mci deployment clone prod prod-2 --description "The second shop"',
];

export function define(command: Command, run: Run): void {
	command
		.argument("<deployment>", "name of the deployment")
		.argument("<new-name>", "name of the copy")
		.option("--description <text>", "description of the copy")
		.action(
			run<[string, string], Options>(async (session, [deployment, name], { description }) => {
				await session.connect();
				const made = await session.client.cloneDeployment(deployment, { name, ...dropUndefined({ description }) });
				session.output.show(made, () =>
					session.output.line(`${made.name}: created from ${deployment}, with its servers as they were resolved`),
				);
				return undefined;
			}),
		);
}
