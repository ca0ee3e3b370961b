import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { everyText } from "../../input/interval.ts";
import { formatTime } from "../../output/format-time.ts";
import { printList } from "../../output/print-list.ts";

export const examples = ["mci feed list", "mci feed list --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const feeds = await session.client.listFeeds();
			printList(output, feeds, {
				empty: "No feeds. `mci feed add NAME URL` adds one.",
				header: ["name", "publisher", "mode", "synced", "checked", "valid until", "outcome", "url"],
				row: (feed) => [
					feed.name,
					feed.publisher ?? "",
					feed.mode,
					everyText(feed.everyMinutes),
					feed.checkedAt === null ? "never" : formatTime(feed.checkedAt),
					formatTime(feed.expiresAt),
					feed.problem === null ? (feed.outcome ?? "") : output.style("red", feed.outcome ?? feed.problem),
					feed.url,
				],
			});
			return undefined;
		}),
	);
}
