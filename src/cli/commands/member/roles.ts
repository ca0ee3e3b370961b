import { Option } from "commander";
import { ProblemError } from "../../../client/request.ts";
import { type AccountRole, accountRoles } from "../../../core/access/index.ts";
import { readAccountRoles } from "../../input/account-roles.ts";
import type { CommandModule } from "../../input/define-command.ts";
import { rolesText } from "../../input/role-list.ts";
import { UsageError } from "../../usage-error.ts";

/** Makes a user a member; an existing member keeps their roles. */
export const addCommand = rolesCommand("add");
/** Sets the roles of a member; does not add one. */
export const setCommand = rolesCommand("set");

function rolesCommand(verb: "add" | "set"): CommandModule {
	return {
		examples: [
			`mci member ${verb} ada --roles designer,publisher`,
			`mci member ${verb} grace --roles admin --account acme`,
		],
		define: (command, run) => {
			command
				.argument("<user>", "name of the user")
				.addOption(
					new Option(
						"--roles <list>",
						`${verb === "set" ? "all roles from now on" : "their roles"}: ${accountRoles.join(", ")}`,
					)
						.argParser(readAccountRoles)
						.makeOptionMandatory(),
				)
				.action(
					run<[string], { readonly roles: readonly AccountRole[] }>(async (session, [user], { roles }) => {
						await session.connect();
						const before = await session.client.getMember(user).catch((error: unknown) => {
							if (error instanceof ProblemError && error.code === "member-not-found" && verb === "add")
								return undefined;
							throw error;
						});
						if (before && verb === "add") {
							throw new UsageError(
								`${before.user} is a member already: ${rolesText(before.roles)}.`,
								`\`mci member set ${before.user}\` changes the roles.`,
							);
						}
						const member = await session.client.setMember(user, { roles: [...roles] });
						session.output.show(member, () => session.output.line(`${member.user}: ${rolesText(member.roles)}`));
						return undefined;
					}),
				);
		},
	};
}
