import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { printList } from "../../output/print-list.ts";

export const examples = ["mci upstream list", "mci upstream list --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const upstreams = await session.client.listUpstreams();
			printList(output, upstreams, {
				empty: "No upstreams. `mci upstream add NAME URL` adds one.",
				header: ["name", "format", "checked", "changed", "outcome", "url"],
				row: (upstream) => [
					upstream.name,
					upstream.format ?? "",
					upstream.checkedAt === null ? "never" : formatTime(upstream.checkedAt),
					formatTime(upstream.changedAt),
					upstream.outcome ?? "",
					upstream.url,
				],
			});
			return undefined;
		}),
	);
}
