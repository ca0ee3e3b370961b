import { type Command, Option } from "commander";
import { type ComponentKind, componentKinds } from "../../../core/component/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { collect, type Run } from "../../input/define-command.ts";
import { readNames, withNames } from "../../marketplace/ask-import-names.ts";
import { printPublicationImport } from "../../marketplace/publication-import-report.ts";

interface Options {
	readonly kind?: ComponentKind;
	readonly name?: readonly string[];
	readonly dryRun?: boolean;
}

export const examples = [
	'mci marketplace import "Acme Images/web"',
	'mci marketplace import "Acme Images/web@3" --name web=acme-web',
	"mci marketplace import 17 --dry-run",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<publication>", "PUBLISHER/NAME, PUBLISHER/NAME@N, or a publication's number")
		.addOption(
			new Option("--kind <kind>", "needed if the publisher has two components of one name").choices(componentKinds),
		)
		.option("--name <old=new>", "use another name than the publisher's; can be repeated", collect)
		.option("--dry-run", "show what would be imported, without importing it")
		.action(
			run<[string], Options>(async (session, [publication], { kind, name, dryRun }) => {
				const given = readNames(name);
				await session.connect();
				const { output } = session;
				const report = await withNames(session, given, (names) =>
					session.client.importPublication(
						{ publication, names: { ...names }, ...dropUndefined({ kind }) },
						{ dryRun: dryRun ? "true" : "false" },
					),
				);
				output.show(report, () => printPublicationImport(output, report, dryRun ? "would be imported" : "imported"));
				if (dryRun) output.note("Dry run: nothing was imported.");
				return undefined;
			}),
		);
}
