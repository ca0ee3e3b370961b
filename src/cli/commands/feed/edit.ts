import type { Command } from "commander";
import { withoutAbsent } from "../../drop-undefined.ts";
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
		.option("--auto", "import what is new at each sync, and withdraw what its publisher withdraws")
		.option("--offer", "only tell both")
		.option("--every <time>", "how often the server syncs it: 5m to 7d, or never")
		.action(
			run<[string], Options>(async (session, [name], { auto, offer, every }) => {
				if (auto && offer) throw new UsageError("--auto and --offer exclude each other.");
				const mode = auto ? ("auto" as const) : offer ? ("offer" as const) : undefined;
				const edit = withoutAbsent({ mode, everyMinutes: every === undefined ? undefined : readInterval(every) });
				if (Object.keys(edit).length === 0)
					throw new UsageError("Say what to change.", "Give --auto, --offer or --every.");
				await session.connect();
				const feed = await session.client.editFeed(name, edit);
				session.output.show(feed, () =>
					session.output.line(`${feed.name}: mode ${feed.mode}, synced by the server: ${everyText(feed.everyMinutes)}`),
				);
				return undefined;
			}),
		);
}
