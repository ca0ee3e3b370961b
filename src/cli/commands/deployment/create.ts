import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { readInputs } from "../../input/input-values.ts";

interface Options {
	readonly description?: string;
	readonly input?: string[];
}

export const examples = [
	"mci deployment create prod",
	'mci deployment create prod --description "The shop" --input REGION=eu --input PORT=8080',
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "its name: 1 to 200 characters without / and @")
		.option("--description <text>", "what it is")
		.option("--input <name=value>", "value of an input that its servers share; can be repeated", collect)
		.action(
			run<[string], Options>(async (session, [name], { description, input }) => {
				const inputs = readInputs(input);
				await session.connect();
				const deployment = await session.client.createDeployment({ name, inputs, ...dropUndefined({ description }) });
				session.output.show(deployment, () => session.output.line(`${deployment.name}: created`));
				return undefined;
			}),
		);
}
