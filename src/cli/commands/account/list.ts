import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { day } from "../../output/format-time.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";

export const examples = ["mci account list", "mci account list acme --all"];

export function define(command: Command, run: Run): void {
	command
		.argument("[text]", "text in the name or description")
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[string | undefined], PageOptions>(async (session, [text], options) => {
				await session.connect();
				const page = await readPages(
					(part) => session.client.listAccounts({ ...dropUndefined({ text }), ...part }),
					options,
				);
				printList(session.output, page, {
					header: ["name", "members", "created", "description"],
					row: ({ name, members, createdAt, description }) => [name, String(members), day(createdAt), description],
				});
				return undefined;
			}),
		);
}
