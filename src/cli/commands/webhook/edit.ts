import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";
import { readEventPatterns } from "./event-patterns.ts";

interface Options {
	readonly address?: string;
	readonly events?: string;
	readonly description?: string;
}

export const examples = [
	"mci webhook edit deploy --events '*'",
	"mci webhook edit deploy --address https://ci.example.org/hooks/images",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the webhook")
		.option("--address <url>", "URL to send to")
		.option("--events <list>", "events to send, replacing the current ones")
		.option("--description <text>", "description")
		.action(
			run<[string], Options>(async (session, [name], { address, events, description }) => {
				const words = dropUndefined({
					url: address,
					events: events === undefined ? undefined : readEventPatterns(events),
					description,
				});
				if (Object.keys(words).length === 0)
					throw new UsageError("Nothing to change.", "Use --address, --events or --description.");
				await session.connect();
				const webhook = await session.client.editWebhook(name, words);
				session.output.show(webhook, () =>
					session.output.line(`${webhook.name}: ${webhook.events.join(", ")} to ${webhook.url}`),
				);
				return undefined;
			}),
		);
}
