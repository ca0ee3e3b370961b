import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { readServerName, serverArgument } from "../../servers/server-name.ts";
import { printOutlook } from "./server-outlook.ts";

interface Options {
	readonly deployment?: string;
}

export const examples = ["mci server updates prod/web", "mci server updates prod/web --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<server>", serverArgument)
		.option("--deployment <deployment>", "its deployment")
		.action(
			run<[string], Options>(async (session, [text], options) => {
				const { deployment, name } = readServerName(text, options.deployment);
				await session.connect();
				const { output } = session;
				const outlook = await session.client.listServerUpdates(deployment, name);
				output.show(outlook, () => {
					if (outlook.updates.length === 0) output.note(`${deployment}/${name} has no updates.`);
					printOutlook(output, outlook);
				});
				return undefined;
			}),
		);
}
