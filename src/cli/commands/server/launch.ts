import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { readServerName, serverArgument } from "../../servers/server-name.ts";

interface Options {
	readonly deployment?: string;
}

export const examples = ["mci server launch prod/web", "mci server launch web --deployment prod"];

export function define(command: Command, run: Run): void {
	command
		.argument("<server>", serverArgument)
		.option("--deployment <deployment>", "its deployment")
		.action(
			run<[string], Options>(async (session, [text], options) => {
				const { deployment, name } = readServerName(text, options.deployment);
				await session.connect();
				await session.client.launchServer(deployment, name);
				session.output.note(`${deployment}/${name}: launch requested`);
				return undefined;
			}),
		);
}
