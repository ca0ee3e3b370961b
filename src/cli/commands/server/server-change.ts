import type { ChangedServer } from "../../../client/generated/registry.ts";
import type { Output } from "../../output/output.ts";
import { plainText } from "../../output/plain-text.ts";
import { printDifferences } from "./server-table.ts";

/** Prints the effect of a change on a server, made or tried. */
export function printChanged(output: Output, changed: ChangedServer, { dryRun }: { readonly dryRun: boolean }): void {
	if (output.json) {
		output.value(changed);
		return;
	}
	const { server, summary } = changed;
	const told = !changed.changed ? "no change" : (summary ?? "no change of its answer");
	output.line(
		plainText(
			`${server.deployment}/${server.name}: ${told}${dryRun && changed.changed ? " (dry run: nothing was changed)" : ""}`,
		),
	);
	printDifferences(output, changed.differences);
	for (const { code, text } of changed.changed ? server.warnings : []) output.note(`mci: warning: ${text} [${code}]`);
}
