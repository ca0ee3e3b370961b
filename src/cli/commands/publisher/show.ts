import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { printPublisher } from "../../marketplace/publisher-table.ts";

export const examples = ["mci publisher show", "mci publisher show --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run<[]>(async (session) => {
			await session.connect();
			printPublisher(session.output, await session.client.getPublisher());
			return undefined;
		}),
	);
}
