import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = [
	"mci upstream remove fcos-stable",
	"mci upstream remove fcos-stable --url https://images.example.com",
];

export function define(command: Command, run: Run): void {
	command.argument("<name>", "name of the upstream").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			await session.client.removeUpstream(name);
			session.output.note(`${name}: removed. Its MultiCloud Images stay.`);
			return undefined;
		}),
	);
}
