import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";
import { syncUpstreams } from "./sync-upstreams.ts";

export const examples = ["mci upstream sync fcos-stable", "mci upstream sync --all"];

export function define(command: Command, run: Run): void {
	command
		.argument("[name...]", "names of upstreams")
		.option("--all", "every upstream")
		.action(
			run<[string[]], { readonly all?: boolean }>(async (session, [names], { all }) => {
				if (names.length === 0 && !all)
					throw new UsageError("Which upstream?", "Name one or more, or give --all; `mci upstream list` shows them.");
				if (names.length > 0 && all) throw new UsageError("--all and names can't be combined.");
				await session.connect({ progress: true });
				const wanted = all ? (await session.client.listUpstreams()).items.map((upstream) => upstream.name) : names;
				return syncUpstreams(session, wanted, { single: !all && names.length === 1 });
			}),
		);
}
