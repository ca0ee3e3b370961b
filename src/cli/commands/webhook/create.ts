import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { readEventPatterns } from "./event-patterns.ts";

interface Options {
	readonly events?: string;
	readonly description?: string;
}

export const examples = [
	"mci webhook create deploy https://ci.example.com/hooks/images --events channel.moved,'revision.*'",
	"mci webhook create everything https://ci.example.com/hooks/all > everything.secret",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the feed")
		.argument("<url>", "http or https address that gets the account's notifications")
		.option("--events <list>", "events to send, such as channel.moved,'revision.*' (default: all)")
		.option("--description <text>", "description")
		.action(
			run<[string, string], Options>(async (session, [name, url], { events, description }) => {
				const patterns = events === undefined ? undefined : readEventPatterns(events);
				await session.connect();
				const webhook = await session.client.createWebhook({
					name,
					url,
					...dropUndefined({ events: patterns, description }),
				});
				const { output } = session;
				if (output.json) {
					output.value(webhook);
					return undefined;
				}
				output.line(webhook.secret);
				output.note(
					`${webhook.name}: created. Its secret for verifying signatures is shown only once. \`mci webhook test ${webhook.name}\` sends a ping.`,
				);
				return undefined;
			}),
		);
}
