import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { plainText } from "../../output/plain-text.ts";

export const examples = [
	'mci account describe "Images of the shop"',
	'mci account describe "No people here" --name robots',
];

export function define(command: Command, run: Run): void {
	command
		.argument("<description>", "description")
		.option("--name <account>", "the account (default: the one that you act in)")
		.action(
			run<[string], { readonly name?: string }>(async (session, [description], { name }) => {
				await session.connect();
				const account = await session.client.describeAccount(name ?? (await session.client.whoAmI()).account, {
					description,
				});
				session.output.show(account, () => session.output.line(`${plainText(account.name)}: described`));
				return undefined;
			}),
		);
}
