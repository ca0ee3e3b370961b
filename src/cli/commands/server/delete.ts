import type { Command } from "commander";
import { deleteServer, getServer } from "../../../client/generated/registry.ts";
import type { Run } from "../../define-command.ts";
import { ifVersion, readServerName, serverArgument } from "../../server-name.ts";

interface Options {
	readonly deployment?: string;
}

export const examples = ["mci server delete prod/web", "mci server delete web --deployment prod --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<server>", serverArgument)
		.option("--deployment <deployment>", "its deployment")
		.action(
			run<[string], Options>(async (session, [text], options) => {
				const { deployment, name } = readServerName(text, options.deployment);
				await session.connect();
				await deleteServer(deployment, name, ifVersion("server", await getServer(deployment, name)));
				if (session.output.json) session.output.value({ deployment, name, deleted: true });
				else session.output.line(`${deployment}/${name}: deleted`);
				return undefined;
			}),
		);
}
