import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = [
	"mci sign-in provider remove acme",
	"mci sign-in provider remove acme --url https://images.example.com",
];

export function define(command: Command, run: Run): void {
	command.argument("<name>", "name of the provider").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			await session.client.removeSignInProvider(name);
			session.output.note(`${name}: removed. The roles from its groups and its sessions have ended.`);
			return undefined;
		}),
	);
}
