import type { InputWithSource, PinnedRevision, TemplateParts } from "../../client/generated/registry.ts";
import { revisionWord } from "../../core/revision/index.ts";
import { scriptSequences } from "../../core/template/index.ts";
import type { Output } from "./output.ts";
import { statusColumn } from "./status-text.ts";

/**
 * Prints the parts of a template: its MCIs, its scripts in the order in which they run, its inputs with the origin of
 * each value.
 */
export function printParts(
	output: Output,
	{ mcis, scripts, inputs }: Pick<TemplateParts, "mcis" | "scripts" | "inputs">,
): void {
	if (mcis.length === 0) output.line("No MCIs.");
	else {
		const states = statusColumn(mcis);
		output.table(
			["mci", "revision", "newest", ...states.map(([header]) => header), "clouds", "default"],
			mcis.map((mci) => [
				...pinCells(mci),
				...states.map(([, cell]) => cell(mci)),
				String(mci.clouds.length),
				mci.isDefault ? "default" : "",
			]),
		);
	}
	const states = statusColumn(scriptSequences.flatMap((sequence) => scripts[sequence]));
	const rows = scriptSequences.flatMap((sequence) =>
		scripts[sequence].map((pin, i) => [
			sequence,
			String(i + 1),
			...pinCells(pin),
			...states.map(([, cell]) => cell(pin)),
		]),
	);
	if (rows.length > 0) {
		output.line();
		output.table(["scripts", "", "script", "revision", "newest", ...states.map(([header]) => header)], rows);
	}
	if (inputs.length > 0) {
		output.line();
		output.table(["input", "value", "from", "", "about"], inputs.map(inputRow));
	}
}

function pinCells({ name, lineage, revision, latest }: PinnedRevision): string[] {
	return [name ?? lineage, revisionWord(revision), latest === 0 ? "none" : String(latest)];
}

function inputRow({ name, value, source, required, description, declaredBy }: InputWithSource): string[] {
	const from = source === null ? "nobody" : source.kind === "template" ? "the template" : `script ${source.name}`;
	const unread = declaredBy.length === 0 ? "no script reads it" : description;
	return [name, value ?? "", from, required ? "required" : "", unread];
}
