import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { plainText } from "../../output/plain-text.ts";
import { UsageError } from "../../usage-error.ts";

interface Options {
	readonly name?: string;
	readonly description?: string;
}

export const examples = [
	'mci group describe partners --description "Who resell our images"',
	"mci group describe partners --name resellers",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<group>", "name of the group")
		.option("--name <name>", "another name")
		.option("--description <text>", "description")
		.action(
			run<[string], Options>(async (session, [group], { name, description }) => {
				const words = dropUndefined({ name, description });
				if (Object.keys(words).length === 0) throw new UsageError("Nothing to change.", "Use --name or --description.");
				await session.connect();
				const changed = await session.client.describeAccountGroup(group, words);
				session.output.show(changed, () => session.output.line(plainText(`${changed.name}: edited`)));
				return undefined;
			}),
		);
}
