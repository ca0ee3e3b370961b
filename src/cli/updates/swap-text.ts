import type { SwapReport } from "../../client/generated/registry.ts";
import { revisionRef, revisionWord } from "../../core/revision/index.ts";
import { printChanges } from "../output/changes.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";

/** Prints the effect of a swap on each template, and on servers. */
export function printSwap(output: Output, { to, templates, imported }: SwapReport): void {
	if (templates.length === 0)
		output.note(plainText(`No template uses another revision than ${revisionRef(to.name, to.number)}.`));
	for (const { name, from, changes, revision, servers, problem } of templates) {
		const had = from.map(revisionWord).join(", ");
		const made = revision === null ? "" : `, committed as revision ${revision}`;
		output.line(
			plainText(`${name}: ${to.name} ${had} → ${revisionWord(to.number)}${made}${problem ? `: ${problem.text}` : ""}`),
		);
		const names = new Map(
			changes.flatMap(({ lineage }) => (lineage === undefined ? [] : [[lineage, to.name] as const])),
		);
		const others = changes.filter(({ kind }) => kind !== "mci-changed");
		if (others.length > 0) printChanges(output, others, names);
		if (servers.length > 0) output.line(plainText(`  update available for ${servers.join(", ")}`));
	}
	if (imported.length > 0)
		output.note(plainText(`Imported templates stay as their publishers made them: ${imported.join(", ")}.`));
}
