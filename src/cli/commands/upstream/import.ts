import type { Command } from "commander";
import { withoutAbsent } from "../../drop-undefined.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";
import { readFormatOptions } from "./format-options.ts";
import { readImportFiles } from "./import-files.ts";
import { hasConflict, printReports } from "./import-report.ts";

interface Options {
	readonly format?: string;
	readonly option?: string[];
	readonly name?: string;
	readonly release?: string;
	readonly releasedAt?: string;
	readonly allowOlder?: boolean;
	readonly dryRun?: boolean;
}

export const examples = [
	"mci upstream import stable.json",
	"mci upstream import streams/stable/ --dry-run",
	"mci upstream import images.json --format aws-images --option region=eu-west-1",
	"curl -s https://example.com/images.yaml | mci upstream import - --release 7",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<file...>", "files in the order of their releases; a folder is its files by name; - is standard input")
		.option("--format <format>", "their format; recognised from the content when absent")
		.option("--option <name=value>", "an option of the format; can be given several times", collect)
		.option("--name <name>", "the same as --option name=NAME")
		.option("--release <version>", "their release, where they do not say it")
		.option("--released-at <time>", "when it was released, where they do not say it")
		.option("--allow-older", "also commit a release older than what is there")
		.option("--dry-run", "tell what would come of it, and keep nothing")
		.action(
			run<[string[]], Options>(async (session, [places], given) => {
				const { format, allowOlder, dryRun } = given;
				const options = optionsOf(given);
				const { output } = session;
				const { files, leftOut } = await readImportFiles(places, session.world);
				if (leftOut.length > 0)
					output.note(
						`Left out, since no list is called so: ${leftOut.slice(0, 5).join(", ")}${leftOut.length > 5 ? " …" : ""}`,
					);
				await session.connect({ progress: true });
				const imported = await session.client.importLists({
					files: [...files],
					options,
					...withoutAbsent({ format, allowOlder, dryRun }),
				});
				output.show(imported, () => printReports(output, imported.reports, { dryRun: dryRun === true }));
				return hasConflict(imported.reports) ? 5 : undefined;
			}),
		);
}

function optionsOf({ option, name, release, releasedAt }: Options): Record<string, string> {
	const options = readFormatOptions(option);
	const shortcuts = withoutAbsent({ name, release, "released-at": releasedAt });
	for (const [key, value] of Object.entries(shortcuts)) {
		if (Object.hasOwn(options, key)) throw new UsageError(`--${key} and --option ${key} say the same thing twice.`);
		options[key] = String(value);
	}
	return options;
}
