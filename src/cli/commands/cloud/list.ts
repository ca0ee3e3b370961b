import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";

interface Options extends PageOptions {
	readonly type?: string;
	readonly text?: string;
}

export const examples = ["mci cloud list", "mci cloud list --type aws --all", "mci cloud list --text europe"];

export function define(command: Command, run: Run): void {
	command
		.option("--type <type>", "only this type, such as aws")
		.option("--text <text>", "text in the name")
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[], Options>(async (session, _args, options) => {
				await session.connect();
				const { type, text } = options;
				const page = await readPages(
					(part) => session.client.listClouds({ ...dropUndefined({ type, text }), ...part }),
					options,
				);
				printList(session.output, page, {
					header: ["cloud", "type", "region", "name", "images", ""],
					row: (cloud) => [
						cloud.slug,
						cloud.type,
						cloud.region ?? "",
						cloud.name,
						cloud.images === undefined ? "" : String(cloud.images),
						cloud.dormant ? "dormant" : "",
					],
				});
				return undefined;
			}),
		);
}
