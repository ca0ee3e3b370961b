import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = ["mci member remove ada", "mci member remove ada --account acme"];

export function define(command: Command, run: Run): void {
	command.argument("<user>", "name of the user").action(
		run<[string]>(async (session, [user]) => {
			await session.connect();
			await session.client.removeMember(user);
			session.output.show({ user, removed: true }, () => session.output.line(`${user}: removed from the account`));
			return undefined;
		}),
	);
}
