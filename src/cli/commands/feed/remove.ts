import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = ["mci feed remove acme", "mci feed remove acme --json"];

export function define(command: Command, run: Run): void {
	command.argument("<name>", "name of the feed").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			await session.client.removeFeed(name);
			session.output.note(`${name}: no longer followed. Its imports stay.`);
			return undefined;
		}),
	);
}
