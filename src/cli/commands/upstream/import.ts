import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
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
		.argument(
			"<file...>",
			"files in the order of their releases; a folder means its files by name; - for standard input",
		)
		.option("--format <format>", "format (default: recognized from the content)")
		.option("--option <name=value>", "an option of the format; can be repeated", collect)
		.option("--name <name>", "the same as --option name=NAME")
		.option("--release <version>", "release, for lists that don't name it")
		.option("--released-at <time>", "release time, for lists that don't name it")
		.option("--allow-older", "also commit releases older than the newest commit")
		.option("--dry-run", "show what would be imported, without importing it")
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
					...dropUndefined({ format, allowOlder, dryRun }),
				});
				output.show(imported, () => printReports(output, imported.reports, { dryRun: dryRun === true }));
				return hasConflict(imported.reports) ? 5 : undefined;
			}),
		);
}

function optionsOf({ option, name, release, releasedAt }: Options): Record<string, string> {
	const options = readFormatOptions(option);
	const shortcuts = dropUndefined({ name, release, "released-at": releasedAt });
	for (const [key, value] of Object.entries(shortcuts)) {
		if (Object.hasOwn(options, key)) throw new UsageError(`--${key} and --option ${key} can't be combined.`);
		options[key] = String(value);
	}
	return options;
}
