import type { Command } from "commander";
import { shellWord } from "../../../base/shell-word.ts";
import type { Run } from "../../input/define-command.ts";
import { rolesText } from "../../input/role-list.ts";
import { plainText } from "../../output/plain-text.ts";
import { onlyText } from "../../output/token-text.ts";

export const examples = ["mci whoami", "mci whoami --url https://images.example.com --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			const target = await session.connect();
			const who = await session.client.whoAmI();
			const where = target.kind === "server" ? target.url : target.databaseUrl === null ? target.data : "its database";
			const { output } = session;
			if (output.json) {
				output.value(who);
				return undefined;
			}
			const only = who.only === null ? "" : `, only for ${onlyText(who)}`;
			output.line(`${who.name}, ${rolesText(who.roles)} in account ${who.account}${only} at ${where}`);
			const others = who.accounts.filter(({ name }) => name !== who.account);
			for (const { name, roles } of others)
				output.line(`also ${rolesText(roles)} in account ${plainText(name)} (--account ${shellWord(name)})`);
			return undefined;
		}),
	);
}
