import type { Command } from "commander";
import { deleteDeployment, getDeployment } from "../../../client/generated/registry.ts";
import type { Run } from "../../define-command.ts";
import { ifVersion } from "../../server-name.ts";

export const examples = ["mci deployment delete staging", "mci deployment delete staging --json"];

export function define(command: Command, run: Run): void {
	command.argument("<deployment>", "name of the deployment").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			await deleteDeployment(name, ifVersion("deployment", await getDeployment(name)));
			if (session.output.json) session.output.value({ deployment: name, deleted: true });
			else session.output.line(`${name}: deleted`);
			return undefined;
		}),
	);
}
