import type { Command } from "commander";
import { withoutAbsent } from "../../drop-undefined.ts";
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
		.argument("<name>", "a name for it")
		.argument("<url>", "http or https address that is sent what the account is told")
		.option("--events <list>", "what it is sent, such as channel.moved,'revision.*' (default: all)")
		.option("--description <text>", "what it is for")
		.action(
			run<[string, string], Options>(async (session, [name, url], { events, description }) => {
				const patterns = events === undefined ? undefined : readEventPatterns(events);
				await session.connect();
				const webhook = await session.client.createWebhook({
					name,
					url,
					...withoutAbsent({ events: patterns, description }),
				});
				const { output } = session;
				if (output.json) {
					output.value(webhook);
					return undefined;
				}
				output.line(webhook.secret);
				output.note(
					`${webhook.name}: made. Its secret, to verify signatures with, is shown this once. \`mci webhook test ${webhook.name}\` tries it.`,
				);
				return undefined;
			}),
		);
}
