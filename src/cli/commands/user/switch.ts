import type { CommandModule } from "../../input/define-command.ts";

/** Ends a user's sessions, and refuses the user and their tokens from then on. */
export const disableCommand = switchCommand("disable");
/** Lets a disabled user sign in again. */
export const enableCommand = switchCommand("enable");

function switchCommand(verb: "disable" | "enable"): CommandModule {
	return {
		examples: [`mci user ${verb} ada`, `mci user ${verb} ada --json`],
		define: (command, run) => {
			command.argument("<name>", "name of the user").action(
				run<[string]>(async (session, [name]) => {
					await session.connect();
					const user = await session.client.editUser(name, { isDisabled: verb === "disable" });
					session.output.show(user, () =>
						session.output.line(`${user.name}: ${user.disabledAt === null ? "may sign in" : "is disabled"}`),
					);
					return undefined;
				}),
			);
		},
	};
}
