import type { Command } from "commander";
import { whoAmI } from "../../client/generated/registry.ts";
import type { Run } from "../define-command.ts";

export const examples = ["mci whoami", "mci whoami --url https://images.example.com --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			const target = await session.connect();
			const who = await whoAmI();
			const where = target.kind === "server" ? target.url : target.databaseUrl === null ? target.data : "its database";
			if (session.output.json) session.output.value(who);
			else session.output.line(`${who.name}, ${who.roles.join(", ") || "nothing"} in account ${who.account} at ${where}`);
			return undefined;
		}),
	);
}
