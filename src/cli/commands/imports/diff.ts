import type { Command } from "commander";
import type { ComponentKind } from "../../../core/component/index.ts";
import { revisionRef } from "../../../core/revision/index.ts";
import type { Run } from "../../input/define-command.ts";
import { readRevisionNumber } from "../../input/read-revision-number.ts";
import { importedKind, kindOption } from "../../marketplace/component-kind-argument.ts";
import { publicationRef } from "../../marketplace/publication-import-report.ts";
import { plainText } from "../../output/plain-text.ts";
import { printChangeTable } from "../../versions/change-table.ts";

interface Options {
	readonly kind?: ComponentKind;
	readonly to?: string;
}

export const examples = ["mci imports diff web", "mci imports diff web --to 4"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "its local name")
		.option("--to <n>", "number of the publisher's revision, or head (default: the newest)")
		.addOption(kindOption())
		.action(
			run<[string], Options>(async (session, [name], options) => {
				const to = options.to === undefined ? undefined : readRevisionNumber("--to", options.to);
				await session.connect();
				const { output } = session;
				const kind = await importedKind(session.client, name, options.kind);
				const diff = await session.client.diffImported(kind, name, to === undefined ? undefined : { to });
				if (output.json) {
					output.value(diff);
					return undefined;
				}
				output.note(plainText(`${revisionRef(diff.name, diff.from.number)} → ${publicationRef(diff.to)}`));
				if (diff.changes.length === 0) output.note("Both are equal.");
				else printChangeTable(output, diff.changes, diff.names);
				return undefined;
			}),
		);
}
