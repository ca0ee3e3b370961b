import type { Command } from "commander";
import type { ComponentKind } from "../../../core/component/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { readRevisionNumber } from "../../input/read-revision-number.ts";
import { readNames, withNames } from "../../marketplace/ask-import-names.ts";
import { importedKind, kindOption } from "../../marketplace/component-kind-argument.ts";
import { printPublicationImport } from "../../marketplace/publication-import-report.ts";
import { printSwap } from "../../updates/swap-text.ts";
import { UsageError } from "../../usage-error.ts";

interface Options {
	readonly kind?: ComponentKind;
	readonly to?: string;
	readonly name?: readonly string[];
	readonly swap?: boolean;
	readonly templates?: string;
	readonly commit?: string;
	readonly dryRun?: boolean;
}

export const examples = [
	"mci imports take web",
	"mci imports take web --swap --dry-run",
	'mci imports take web --swap --templates shop,blog --commit "web 4"',
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "its local name")
		.option("--to <n>", "number of the publisher's revision, or head (default: the newest)")
		.option("--swap", "swap it into all templates that use another revision")
		.option("--templates <names>", "with --swap: only these templates, separated by commas")
		.option("--commit <message>", "with --swap: commit each template")
		.option("--name <old=new>", "another name for a new dependency; can be repeated", collect)
		.option("--dry-run", "show what would change, without changing it")
		.addOption(kindOption())
		.action(
			run<[string], Options>(async (session, [name], options) => {
				const { swap, templates, commit, dryRun } = options;
				if (!swap && (templates !== undefined || commit !== undefined))
					throw new UsageError("--templates and --commit need --swap.");
				const to = options.to === undefined ? undefined : readRevisionNumber("--to", options.to);
				const given = readNames(options.name);
				await session.connect();
				const { output } = session;
				const kind = await importedKind(session.client, name, options.kind);
				const wanted = swap
					? { swap: dropUndefined({ templates: templates?.split(",").map((one) => one.trim()), commit }) }
					: {};
				const taken = await withNames(session, given, (names) =>
					session.client.takeImported(
						kind,
						name,
						{ names: { ...names }, ...wanted, ...dropUndefined({ to }) },
						{ dryRun: dryRun ? "true" : "false" },
					),
				);
				output.show(taken, () => {
					printPublicationImport(output, taken, dryRun ? "would be imported" : "imported");
					if (taken.swapped) printSwap(output, taken.swapped);
				});
				if (dryRun) output.note("Dry run: nothing was changed.");
				return undefined;
			}),
		);
}
