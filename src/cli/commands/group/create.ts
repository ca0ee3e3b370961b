import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { plainText } from "../../output/plain-text.ts";

export const examples = [
	"mci group create partners",
	'mci group create partners --description "Who resell our images"',
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "its name: 1 to 100 characters without commas and /")
		.option("--description <text>", "description")
		.action(
			run<[string], { readonly description?: string }>(async (session, [name], { description }) => {
				await session.connect();
				const group = await session.client.createAccountGroup({ name, ...dropUndefined({ description }) });
				session.output.show(group, () => session.output.line(plainText(`${group.name}: created`)));
				return undefined;
			}),
		);
}
