import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = [
	`mci bundle distrust sha256:${"4f".repeat(32)}`,
	`mci bundle distrust sha256:${"4f".repeat(32)} --json`,
];

export function define(command: Command, run: Run): void {
	command.argument("<key>", "fingerprint of the key").action(
		run<[string]>(async (session, [key]) => {
			await session.connect();
			await session.client.distrustKey(key);
			session.output.note(`${key}: no longer trusted. Earlier imports stay.`);
			return undefined;
		}),
	);
}
