import type { Command } from "commander";
import type { Run } from "../../define-command.ts";
import { moment } from "../../output/format-time.ts";

export const examples = ["mci upstream list", "mci upstream list --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const upstreams = await session.client.listUpstreams();
			if (output.json) output.value(upstreams);
			else if (upstreams.items.length === 0) output.note("No upstreams. `mci upstream add NAME URL` adds one.");
			else {
				output.table(
					["name", "format", "checked", "changed", "outcome", "url"],
					upstreams.items.map((upstream) => [
						upstream.name,
						upstream.format ?? "",
						upstream.checkedAt === null ? "never" : moment(upstream.checkedAt),
						moment(upstream.changedAt),
						upstream.outcome ?? "",
						upstream.url,
					]),
				);
			}
			return undefined;
		}),
	);
}
