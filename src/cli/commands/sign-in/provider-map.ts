import { type Command, Option } from "commander";
import { type AccountRole, accountRoles } from "../../../core/access/index.ts";
import { readAccountRoles } from "../../input/account-roles.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";

interface Options {
	readonly in: string;
	readonly roles?: readonly AccountRole[];
	readonly nothing?: true;
}

export const examples = [
	"mci sign-in provider map acme platform-team --in default --roles designer,library",
	"mci sign-in provider map acme platform-team --in default --nothing",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<provider>", "name of the provider")
		.argument("<group>", "group, exactly as the provider writes it")
		.addOption(new Option("--in <account>", "account in which it gives roles").makeOptionMandatory())
		.addOption(
			new Option("--roles <list>", `roles that it gives: ${accountRoles.join(", ")}`).argParser(readAccountRoles),
		)
		.option("--nothing", "remove the mapping")
		.action(
			run<[string, string], Options>(async (session, [name, group], { in: account, roles, nothing }) => {
				if ((roles === undefined) === (nothing === undefined))
					throw new UsageError("There is nothing to set.", "Use either --roles or --nothing.");
				await session.connect();
				const provider = await session.client.mapSignInGroup(name, { group, account, roles: [...(roles ?? [])] });
				const { output } = session;
				output.show(provider, () => output.line(`${group}: ${roles?.join(", ") ?? "nothing"} in account ${account}.`));
				output.note("Applies when its users sign in next.");
				return undefined;
			}),
		);
}
