import type { Command } from "commander";
import type { Run } from "../../define-command.ts";
import { everyText } from "../../input/interval.ts";
import { moment } from "../../output/format-time.ts";

export const examples = ["mci feed list", "mci feed list --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const feeds = await session.client.listFeeds();
			if (output.json) output.value(feeds);
			else if (feeds.items.length === 0) output.note("No feeds. `mci feed add NAME URL` adds one.");
			else {
				output.table(
					["name", "publisher", "mode", "synced", "checked", "holds until", "outcome", "url"],
					feeds.items.map((feed) => [
						feed.name,
						feed.publisher ?? "",
						feed.mode,
						everyText(feed.everyMinutes),
						feed.checkedAt === null ? "never" : moment(feed.checkedAt),
						moment(feed.expiresAt),
						feed.problem === null ? (feed.outcome ?? "") : output.style("red", feed.outcome ?? feed.problem),
						feed.url,
					]),
				);
			}
			return undefined;
		}),
	);
}
