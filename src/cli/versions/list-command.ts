import type { Command } from "commander";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { dropUndefined } from "../drop-undefined.ts";
import { type CommandModule, sortOption } from "../input/define-command.ts";
import { formatTime } from "../output/format-time.ts";
import { type PageOptions, readPages } from "../output/pages.ts";
import { printList } from "../output/print-list.ts";
import { statusColumn } from "../output/status-text.ts";
import { kindApi } from "./kind-api.ts";

interface Options extends PageOptions {
	readonly sort: "name" | "updated";
}

/** Lists components, by words to search for. */
export function listCommand(kind: ComponentKind): CommandModule {
	const { command: noun } = componentNouns[kind];
	return {
		examples: [`${noun} list`, `${noun} list web --sort updated`],
		define(command: Command, run) {
			command
				.argument("[text]", "words in the name, description or tags")
				.addOption(sortOption("name", "updated"))
				.option("--limit <n>", "items to show (default: 50)")
				.option("--all", "all items")
				.action(
					run<[string | undefined], Options>(async (session, [text], options) => {
						await session.connect();
						const filter = dropUndefined({ text, sort: options.sort });
						const page = await readPages(
							(part) => kindApi(session.client, kind).search({ ...filter, ...part }),
							options,
						);
						const states = statusColumn(page.items);
						printList(session.output, page, {
							header: ["name", "latest", ...states.map(([header]) => header), "updated", "description"],
							row: (item) => [
								item.name,
								item.latest === 0 ? "-" : String(item.latest),
								...states.map(([, cell]) => cell(item)),
								formatTime(item.updatedAt),
								item.description,
							],
						});
						return undefined;
					}),
				);
		},
	};
}
