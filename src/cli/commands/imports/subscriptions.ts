import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";

export const examples = ["mci imports subscriptions", "mci imports subscriptions --json"];

export function define(command: Command, run: Run): void {
	command
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[], PageOptions>(async (session, _args, options) => {
				await session.connect();
				const page = await readPages((part) => session.client.listSubscriptions(part), options);
				printList(session.output, page, {
					header: ["kind", "name", "new revisions", "since", "by"],
					row: ({ kind, name, mode, createdAt, createdBy }) => [
						kind,
						name,
						mode === "auto" ? "are imported" : "are reported",
						createdAt,
						createdBy,
					],
				});
				return undefined;
			}),
		);
}
