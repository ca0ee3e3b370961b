import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { type EndOptions, endMembership } from "../../marketplace/end-membership.ts";

export const examples = ["mci group remove partners globex --dry-run", "mci group remove partners globex --yes"];

export function define(command: Command, run: Run): void {
	command
		.argument("<group>", "name of the group")
		.argument("<account>", "name of the account")
		.option("--dry-run", "show the consequences for both accounts, without changing anything")
		.option("-y, --yes", "skip the question")
		.action(
			run<[string, string], EndOptions>(async (session, [group, account], options) => {
				await session.connect();
				return endMembership(session, options, (dry) => session.client.removeGroupMember(group, account, dry));
			}),
		);
}
