import type { ServerOutlook } from "../../../client/generated/registry.ts";
import type { Output } from "../../output/output.ts";
import { plainText } from "../../output/plain-text.ts";
import { printDifferences } from "./server-table.ts";

/** Prints the updates, each with its changes and its command; problems go to standard error. */
export function printOutlook(output: Output, { updates, findings }: ServerOutlook): void {
	for (const { summary, differences, command } of updates) {
		output.line();
		output.line(output.style("yellow", `update available: ${plainText(summary)}`));
		printDifferences(output, differences);
		output.line(`to take it: ${plainText(command)}`);
	}
	for (const { severity, code, text } of findings) output.note(`mci: ${severity}: ${text} [${code}]`);
}
