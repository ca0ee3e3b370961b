import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { plainText } from "../../output/plain-text.ts";

interface Options {
	readonly admin?: string;
	readonly description?: string;
}

export const examples = [
	"mci account create acme --admin ada",
	'mci account create robots --description "No people here" > robots.token',
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "its name: 1 to 100 characters without / and @")
		.option("--admin <user>", "first member, with all roles (default: create a token with all roles and print it once)")
		.option("--description <text>", "description")
		.action(
			run<[string], Options>(async (session, [name], { admin, description }) => {
				await session.connect();
				const made = await session.client.createAccount({ name, ...dropUndefined({ admin, description }) });
				const { output } = session;
				output.show(made, () => {
					if (made.token === null) output.line(`${plainText(made.name)}: created, with admin ${admin}`);
					else {
						output.line(made.token.secret);
						output.note(`Account ${made.name} is created. This is its admin token, shown only once.`);
					}
				});
				return undefined;
			}),
		);
}
