import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { everyText, readInterval } from "../../input/interval.ts";
import { UsageError } from "../../usage-error.ts";

interface Options {
	readonly auto?: boolean;
	readonly offer?: boolean;
	readonly every?: string;
}

export const examples = [
	"mci feed edit acme --every 6h",
	"mci feed edit acme --auto",
	"mci feed edit acme --offer --every never",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the feed")
		.option("--auto", "import new revisions and apply the publisher's lifecycles at each sync")
		.option("--offer", "only report them")
		.option("--every <time>", "interval of automatic syncs: 5m to 7d, or never")
		.action(
			run<[string], Options>(async (session, [name], { auto, offer, every }) => {
				if (auto && offer) throw new UsageError("--auto and --offer can't be combined.");
				const mode = auto ? ("auto" as const) : offer ? ("offer" as const) : undefined;
				const edit = dropUndefined({ mode, everyMinutes: every === undefined ? undefined : readInterval(every) });
				if (Object.keys(edit).length === 0)
					throw new UsageError("Nothing to change.", "Use --auto, --offer or --every.");
				await session.connect();
				const feed = await session.client.editFeed(name, edit);
				session.output.show(feed, () =>
					session.output.line(`${feed.name}: mode ${feed.mode}, synced by the server: ${everyText(feed.everyMinutes)}`),
				);
				return undefined;
			}),
		);
}
