import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";

export const examples = ["mci group members partners", "mci group members partners --all --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<group>", "name of the group")
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[string], PageOptions>(async (session, [group], options) => {
				await session.connect();
				const page = await readPages((part) => session.client.listGroupMembers(group, part), options);
				printList(session.output, page, {
					header: ["account", "joined"],
					row: ({ account, joinedAt }) => [account, formatTime(joinedAt)],
				});
				return undefined;
			}),
		);
}
