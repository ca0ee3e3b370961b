import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { ifVersion } from "../../servers/server-name.ts";
import { UsageError } from "../../usage-error.ts";

interface Options {
	readonly name?: string;
	readonly description?: string;
}

export const examples = [
	'mci deployment describe prod --description "The shop"',
	"mci deployment describe prod --name shop",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<deployment>", "name of the deployment")
		.option("--name <name>", "another name")
		.option("--description <text>", "the new description")
		.action(
			run<[string], Options>(async (session, [deployment], { name, description }) => {
				if (name === undefined && description === undefined)
					throw new UsageError("Nothing to change.", "Use --name or --description.");
				await session.connect();
				const before = await session.client.getDeployment(deployment);
				const after = await session.client.describeDeployment(
					deployment,
					dropUndefined({ name, description }),
					ifVersion("deployment", before),
				);
				session.output.show(after, () =>
					session.output.line(`${after.name}: ${after.version === before.version ? "no change" : "changed"}`),
				);
				return undefined;
			}),
		);
}
