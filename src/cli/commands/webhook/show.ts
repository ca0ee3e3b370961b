import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { webhookState } from "./webhook-state.ts";

export const examples = ["mci webhook show deploy", "mci webhook show deploy --json"];

export function define(command: Command, run: Run): void {
	command.argument("<name>", "name of the webhook").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			const { output } = session;
			const webhook = await session.client.getWebhook(name);
			if (output.json) {
				output.value(webhook);
				return undefined;
			}
			const until = webhook.previousSecretUntil;
			output.table(
				["field", "value"],
				[
					["name", webhook.name],
					["description", webhook.description],
					["url", webhook.url],
					["events", webhook.events.join(", ")],
					["state", webhookState(webhook)],
					["last attempt", webhook.lastTryAt === null ? "never" : formatTime(webhook.lastTryAt)],
					...(until === null ? [] : [["previous secret", `also signs until ${formatTime(until)}`]]),
					["created", formatTime(webhook.createdAt)],
					["changed", formatTime(webhook.updatedAt)],
				],
			);
			return undefined;
		}),
	);
}
