import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";
import { syncFeeds } from "./sync-feeds.ts";

export const examples = ["mci feed sync acme", "mci feed sync --all"];

export function define(command: Command, run: Run): void {
	command
		.argument("[name...]", "names of feeds")
		.option("--all", "every feed")
		.action(
			run<[string[]], { readonly all?: boolean }>(async (session, [names], { all }) => {
				if (names.length === 0 && !all)
					throw new UsageError("Which feed?", "Name one or more, or use --all. `mci feed list` shows them.");
				if (names.length > 0 && all) throw new UsageError("--all and names can't be combined.");
				await session.connect();
				const wanted = all ? (await session.client.listFeeds()).items.map((feed) => feed.name) : names;
				return syncFeeds(session, wanted, { single: !all && names.length === 1 });
			}),
		);
}
