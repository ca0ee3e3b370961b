import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";

interface Options {
	readonly displayName?: string;
	readonly email?: string;
}

export const examples = ['mci user describe ada --display-name "Ada Lovelace"', 'mci user describe ada --email ""'];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the user")
		.option("--display-name <text>", "display name")
		.option("--email <address>", "email address; empty = none")
		.action(
			run<[string], Options>(async (session, [name], { displayName, email }) => {
				if (displayName === undefined && email === undefined)
					throw new UsageError("Nothing to change.", "Use --display-name or --email.");
				await session.connect();
				const user = await session.client.editUser(
					name,
					dropUndefined({ displayName, email: email === "" ? null : email }),
				);
				session.output.show(user, () => session.output.line(`${user.name}: edited`));
				return undefined;
			}),
		);
}
