import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = ["mci bundle key", "mci bundle key --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const key = await session.client.ensureSigningKey();
			output.show(key, () => {
				output.line(key.fingerprint);
				output.note("Send it to everyone who imports from you, over another channel than your bundles.");
			});
			return undefined;
		}),
	);
}
