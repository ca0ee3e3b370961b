import { type Command, Option } from "commander";
import { type ComponentKind, componentKinds } from "../../../core/component/index.ts";
import { revisionWord } from "../../../core/revision/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { type Run, sortOption } from "../../input/define-command.ts";
import { day } from "../../output/format-time.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";

interface Options extends PageOptions {
	readonly kind?: ComponentKind;
	readonly publisher?: string;
	readonly category?: string;
	readonly cloud?: string;
	readonly os?: string;
	readonly osVersion?: string;
	readonly architecture?: string;
	readonly sort: "name" | "published" | "imports";
}

export const examples = [
	"mci marketplace search",
	"mci marketplace search web server --kind template --cloud aws-us-east-1",
	'mci marketplace search --publisher "Acme Images" --sort imports --json',
];

export function define(command: Command, run: Run): void {
	command
		.argument("[text...]", "words in the name, descriptions or categories")
		.addOption(new Option("--kind <kind>", "only this kind").choices([...componentKinds]))
		.option("--publisher <name>", "only this publisher")
		.option("--category <category>", "only this category")
		.option("--cloud <cloud>", "only with this cloud")
		.option("--os <os>", "only this operating system")
		.option("--os-version <version>", "only this version")
		.option("--architecture <architecture>", "only this architecture")
		.addOption(sortOption("name", "published", "imports"))
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[readonly string[]], Options>(async (session, [words], options) => {
				await session.connect();
				const { kind, publisher, category, cloud, os, osVersion, architecture, sort } = options;
				const text = words.length === 0 ? undefined : words.join(" ");
				const asked = dropUndefined({ text, kind, publisher, category, cloud, os, osVersion, architecture, sort });
				const page = await readPages((part) => session.client.browseMarketplace({ ...asked, ...part }), options);
				const header = [
					"publication",
					"kind",
					"name",
					"revision",
					"publisher",
					"commit",
					"clouds",
					"os",
					"imports",
					"published",
					"short",
				];
				printList(session.output, page, {
					header: header,
					row: (one) => [
						String(one.id),
						one.kind,
						one.name,
						revisionWord(one.number),
						`${one.publisher}${one.isOwn ? " (own)" : ""}`,
						one.revisionState === "active" ? "" : one.revisionState,
						String(one.clouds.length),
						[one.os, one.osVersion].filter((part) => part !== null).join(" "),
						String(one.imports),
						day(one.publishedAt),
						one.short,
					],
				});
				return undefined;
			}),
		);
}
