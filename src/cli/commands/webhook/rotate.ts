import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";

export const examples = ["mci webhook rotate deploy > deploy.secret", "mci webhook rotate deploy --json"];

export function define(command: Command, run: Run): void {
	command.argument("<name>", "name of the webhook").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			const { output } = session;
			const webhook = await session.client.rotateWebhookSecret(name);
			if (output.json) {
				output.value(webhook);
				return undefined;
			}
			output.line(webhook.secret);
			output.note(
				`${name}: the previous secret also signs until ${formatTime(webhook.previousSecretUntil)} UTC. The new one is shown only once.`,
			);
			return undefined;
		}),
	);
}
