import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";

export const examples = ["mci deployment list", "mci deployment list shop --all"];

export function define(command: Command, run: Run): void {
	command
		.argument("[text]", "words of the name or description")
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[string | undefined], PageOptions>(async (session, [text], options) => {
				await session.connect();
				const page = await readPages(
					(part) => session.client.listDeployments({ ...dropUndefined({ text }), ...part }),
					options,
				);
				printList(session.output, page, {
					header: ["name", "servers", "inputs", "updated", "description"],
					row: (deployment) => [
						deployment.name,
						String(deployment.servers ?? ""),
						Object.keys(deployment.inputs).join(", "),
						formatTime(deployment.updatedAt),
						deployment.description,
					],
				});
				return undefined;
			}),
		);
}
