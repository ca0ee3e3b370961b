import type { Command } from "commander";
import { confirmDelete } from "../../input/confirm-delete.ts";
import type { Run } from "../../input/define-command.ts";
import { ifVersion, readServerName, serverArgument } from "../../servers/server-name.ts";

interface Options {
	readonly deployment?: string;
	readonly yes?: boolean;
}

export const examples = ["mci server delete prod/web", "mci server delete web --deployment prod --yes"];

export function define(command: Command, run: Run): void {
	command
		.argument("<server>", serverArgument)
		.option("--deployment <deployment>", "its deployment")
		.option("-y, --yes", "skip the question")
		.action(
			run<[string], Options>(async (session, [text], options) => {
				const { deployment, name } = readServerName(text, options.deployment);
				const ask = confirmDelete(session, "mci server delete", options);
				await session.connect();
				const before = await session.client.getServer(deployment, name);
				if (!(await ask(`Delete server ${deployment}/${name}?`))) return undefined;
				await session.client.deleteServer(deployment, name, ifVersion("server", before));
				session.output.show({ deployment, name, deleted: true }, () =>
					session.output.line(`${deployment}/${name}: deleted`),
				);
				return undefined;
			}),
		);
}
