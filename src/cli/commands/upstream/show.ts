import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";

export const examples = ["mci upstream show fcos-stable", "mci upstream show fcos-stable --json"];

export function define(command: Command, run: Run): void {
	command.argument("<name>", "name of the upstream").action(
		run<[string]>(async (session, [name]) => {
			await session.connect();
			const { output } = session;
			const upstream = await session.client.getUpstream(name);
			if (output.json) {
				output.value(upstream);
				return undefined;
			}
			output.table(
				["field", "value"],
				[
					["name", upstream.name],
					["url", upstream.url],
					["format", upstream.format ?? "recognized from the content"],
					...Object.entries(upstream.options).map(([option, value]) => ["option", `${option}=${value}`]),
					["created", formatTime(upstream.createdAt)],
					["checked", upstream.checkedAt === null ? "never" : formatTime(upstream.checkedAt)],
					["changed", formatTime(upstream.changedAt)],
					["outcome", upstream.outcome ?? ""],
				],
			);
			return undefined;
		}),
	);
}
