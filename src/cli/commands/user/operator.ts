import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = ["mci user operator grace", "mci user operator grace --remove"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the user")
		.option("--remove", "the user is no longer an operator")
		.action(
			run<[string], { readonly remove?: boolean }>(async (session, [name], { remove }) => {
				await session.connect();
				const user = await session.client.editUser(name, { isOperator: remove !== true });
				session.output.show(user, () =>
					session.output.line(`${user.name}: ${user.isOperator ? "is an operator" : "is not an operator"}`),
				);
				return undefined;
			}),
		);
}
