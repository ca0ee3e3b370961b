import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { rolesText } from "../../input/role-list.ts";
import { formatTime } from "../../output/format-time.ts";
import { plainText } from "../../output/plain-text.ts";

export const examples = ["mci user show ada", "mci user show ada --json"];

export function define(command: Command, run: Run): void {
	command.argument("<name>", "name of the user").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			const user = await session.client.getUser(name);
			const { output } = session;
			if (output.json) {
				output.value(user);
				return undefined;
			}
			const facts = [
				user.isOperator ? "operator" : undefined,
				user.hasPassword ? undefined : "no password",
				user.disabledAt === null ? undefined : `disabled ${formatTime(user.disabledAt)} UTC`,
				`created ${formatTime(user.createdAt)} UTC`,
			].filter((fact) => fact !== undefined);
			output.line(
				[output.style("bold", plainText(user.name)), plainText(user.displayName), plainText(user.email ?? "")]
					.filter(Boolean)
					.join("  "),
			);
			output.line(facts.join(", "));
			output.line();
			if (user.accounts.length === 0) output.note("A member of no account. `mci member add` makes them one.");
			else
				output.table(
					["account", "roles", "by"],
					user.accounts.map((one) => [one.name, rolesText(one.roles), one.source === "given" ? "" : one.source]),
				);
			return undefined;
		}),
	);
}
