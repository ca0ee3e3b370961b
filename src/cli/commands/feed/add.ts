import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { everyText, readInterval } from "../../input/interval.ts";
import { syncFeeds } from "./sync-feeds.ts";

interface Options {
	readonly key?: string;
	readonly auto?: boolean;
	readonly every: string;
	readonly sync?: boolean;
}

export const examples = [
	`mci feed add acme https://images.example.org/feed/ --key sha256:${"4f".repeat(32)}`,
	"mci feed add acme-auto https://images.example.org/feed/ --auto --every 6h --sync",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the feed")
		.argument("<url>", "http or https URL of the directory, or of its index")
		.option(
			"--key <fingerprint>",
			"fingerprint of the publisher's key, from another channel; the key is trusted from now on",
		)
		.option(
			"--auto",
			"import new revisions and apply the publisher's lifecycles at each sync (default: only report them)",
		)
		.option("--every <time>", "interval of automatic syncs: 5m to 7d, or never", "1h")
		.option("--sync", "sync it now")
		.action(
			run<[string, string], Options>(async (session, [name, url], { key, auto, every, sync }) => {
				const everyMinutes = readInterval(every);
				await session.connect();
				const { output } = session;
				const feed = await session.client.addFeed({
					name,
					url,
					mode: auto ? "auto" : "offer",
					everyMinutes,
					...dropUndefined({ key }),
				});
				if (sync) {
					if (!output.json) output.note(`${feed.name}: added`);
					return syncFeeds(session, [feed.name], { single: true });
				}
				output.show(feed, () => {
					output.line(`${feed.name}: added, synced by the server: ${everyText(feed.everyMinutes)}`);
					output.note(`\`mci feed sync ${feed.name}\` does it now.`);
				});
				return undefined;
			}),
		);
}
