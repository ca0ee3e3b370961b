import type { Command } from "commander";
import { revisionRef } from "../../../core/revision/index.ts";
import type { Run } from "../../input/define-command.ts";
import { everyText } from "../../input/interval.ts";
import { printNews } from "../../marketplace/import-table.ts";
import { formatTime } from "../../output/format-time.ts";

export const examples = ["mci feed show acme", "mci feed show acme --json"];

export function define(command: Command, run: Run): void {
	command.argument("<name>", "name of the feed").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			const { output } = session;
			const feed = await session.client.getFeed(name);
			if (output.json) {
				output.value(feed);
				return undefined;
			}
			output.table(
				["field", "value"],
				[
					["name", feed.name],
					["publisher", feed.publisher ?? "not read yet"],
					["url", feed.url],
					["key", feed.key],
					["mode", feed.mode],
					["synced by the server", everyText(feed.everyMinutes)],
					["index", feed.sequence === 0 ? "not read yet" : String(feed.sequence)],
					["valid until", formatTime(feed.expiresAt)],
					["checked", feed.checkedAt === null ? "never" : formatTime(feed.checkedAt)],
					["outcome", feed.outcome ?? ""],
				],
			);
			if (feed.offers.length > 0) {
				output.line();
				output.table(
					["kind", "publication", "state", "here", "published", "about"],
					feed.offers.map((one) => [
						one.kind,
						revisionRef(one.name, one.number),
						one.state,
						one.isImported ? "yes" : "",
						formatTime(one.publishedAt),
						one.shortDescription,
					]),
				);
			}
			printNews(output, feed.lifecycles);
			return undefined;
		}),
	);
}
