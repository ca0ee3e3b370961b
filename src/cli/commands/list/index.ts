import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import { type Run, sortOption } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";
import { statusColumn } from "../../output/status-text.ts";

interface Options extends PageOptions {
	readonly cloud?: string;
	readonly os?: string;
	readonly osVersion?: string;
	readonly arch?: string;
	readonly sort: "name" | "updated";
}

export const examples = [
	"mci list",
	"mci list coreos --cloud aws-us-east-1",
	"mci list --os ubuntu --os-version 24.04 --sort updated",
];

export function define(command: Command, run: Run): void {
	command
		.argument("[text]", "words in the name, description or tags")
		.option("--cloud <cloud>", "only with a setting for this cloud")
		.option("--os <os>", "OS of its images")
		.option("--os-version <version>", "OS version of its images")
		.option("--arch <architecture>", "architecture of its images")
		.addOption(sortOption("name", "updated"))
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[string | undefined], Options>(async (session, [text], options) => {
				await session.connect();
				const { cloud, os, osVersion, arch: architecture, sort } = options;
				const filter = dropUndefined({ text, cloud, os, osVersion, architecture, sort });
				const page = await readPages((part) => session.client.searchMcis({ ...filter, ...part }), options);
				const states = statusColumn(page.items);
				printList(session.output, page, {
					header: [
						"name",
						"latest",
						...states.map(([header]) => header),
						"os",
						"version",
						"arch",
						"updated",
						"description",
					],
					row: (mci) => [
						mci.name,
						mci.latest === 0 ? "-" : String(mci.latest),
						...states.map(([, cell]) => cell(mci)),
						mci.os ?? "",
						mci.osVersion ?? "",
						mci.architecture ?? "",
						formatTime(mci.updatedAt),
						mci.description,
					],
				});
				return undefined;
			}),
		);
}
