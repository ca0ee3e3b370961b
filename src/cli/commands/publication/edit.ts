import type { Command } from "commander";
import type { ComponentKind } from "../../../core/component/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { readAudience } from "../../marketplace/audience.ts";
import { findPublication } from "../../marketplace/find-publication.ts";
import { readLongText } from "../../marketplace/long-text.ts";
import { kindOption, printChanged } from "../../marketplace/state-member.ts";
import { UsageError } from "../../usage-error.ts";

interface Options {
	readonly kind?: ComponentKind;
	readonly to?: string;
	readonly short?: string;
	readonly description?: string;
	readonly notes?: string;
	readonly category?: readonly string[];
	readonly categories: boolean;
	readonly dryRun?: boolean;
}

export const examples = [
	'mci publication edit 12 --short "Hardened web server" --category web',
	"mci publication edit web@3 --to partners,staff --dry-run",
	"mci publication edit 12 --notes @RELEASE.md",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<publication>", "its number, or NAME@N")
		.addOption(kindOption())
		.option("--to <who>", "everyone, or names of account groups separated by commas")
		.option("--short <text>", "one line, for lists")
		.option("--description <text>", "long description, or @FILE")
		.option("--notes <text>", "release notes, or @FILE")
		.option("--category <category>", "replaces the current categories; can be repeated", collect)
		.option("--no-categories", "remove all categories")
		.option("--dry-run", "show the consequences, without changing anything")
		.action(
			run<[string], Options>(async (session, [text], options) => {
				const { short, category, dryRun } = options;
				const words = dropUndefined({
					short,
					description: await readLongText(session.world.cwd, options.description),
					notes: await readLongText(session.world.cwd, options.notes),
					categories: options.categories ? category && [...category] : [],
					to: options.to === undefined ? undefined : readAudience(options.to),
				});
				if (Object.keys(words).length === 0)
					throw new UsageError("Nothing to change.", "Use --to, --short, --description, --notes or --category.");
				await session.connect();
				const id = await findPublication(session.client, text, options.kind);
				const changed = await session.client.editPublication(id, words, dryRun ? { dryRun: "true" } : undefined);
				session.output.show(changed, () => printChanged(session.output, changed));
				if (dryRun) session.output.note("Dry run: nothing was changed.");
				return undefined;
			}),
		);
}
