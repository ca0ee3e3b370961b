import type { Command } from "commander";
import { confirmDelete } from "../../input/confirm-delete.ts";
import type { Run } from "../../input/define-command.ts";
import { ifVersion } from "../../servers/server-name.ts";

interface Options {
	readonly yes?: boolean;
}

export const examples = ["mci deployment delete staging", "mci deployment delete staging --yes"];

export function define(command: Command, run: Run): void {
	command
		.argument("<deployment>", "name of the deployment")
		.option("-y, --yes", "skip the question")
		.action(
			run<[string], Options>(async (session, [name], options) => {
				const ask = confirmDelete(session, "mci deployment delete", options);
				await session.connect();
				const before = await session.client.getDeployment(name);
				if (!(await ask(`Delete deployment ${name}?`))) return undefined;
				await session.client.deleteDeployment(name, ifVersion("deployment", before));
				session.output.show({ deployment: name, deleted: true }, () => session.output.line(`${name}: deleted`));
				return undefined;
			}),
		);
}
