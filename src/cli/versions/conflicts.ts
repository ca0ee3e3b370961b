import { shellWord } from "../../base/shell-word.ts";
import type { Conflict, ConflictAnswer } from "../../client/generated/registry.ts";
import type { Prompt } from "../input/prompt.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { namedText } from "./diff-command.ts";
import type { MergedAnswer } from "./kind-api.ts";
import { lineageText, placeText } from "./place-text.ts";

export type Answer = ConflictAnswer;

/** One `--resolve`: the place, and the text after its =. */
export interface Resolution {
	readonly path: string;
	readonly text: string;
}

/** Reads `PATH=ANSWER`s. Throws `UsageError` for one without =, and for a place that is answered twice. */
export function readResolutions(given: readonly string[]): Resolution[] {
	const paths = new Set<string>();
	return given.map((one) => {
		const equals = one.indexOf("=");
		if (equals < 1)
			throw new UsageError(`--resolve ${one} has no answer.`, "Write PATH=ours, PATH=theirs or PATH=VALUE.");
		const path = one.slice(0, equals);
		if (paths.has(path)) throw new UsageError(`${path} is resolved twice.`, "Give it once.");
		paths.add(path);
		return { path, text: one.slice(equals + 1) };
	});
}

/** Places whose text may be empty, but not absent. */
const textPlaces = ["name", "description", "source"];

/**
 * The meaning of a written answer at a conflict's place; undefined if there is no conflict, which the registry then
 * reports.
 */
export function readAnswer(text: string, conflict: Conflict | undefined): Answer {
	if (text === "ours" || text === "theirs") return { take: text };
	if (text === "" && conflict && !textPlaces.includes(conflict.place)) return { take: "value", value: null };
	return { take: "value", value: text };
}

/** Prints conflicts as a table of the three sides, and the command that answers them, ready to copy. */
export function printConflicts(
	output: Output,
	{ conflicts, theirs, base, names }: MergedAnswer,
	asked: {
		readonly command: string;
		readonly name: string;
		readonly options: { readonly from: string; readonly base?: string; readonly resolve?: readonly string[] };
	},
): void {
	const { command, name, options } = asked;
	const count = conflicts.length === 1 ? "1 conflict" : `${conflicts.length} conflicts`;
	const against = base ? `both compared with ${namedText(base)} (base)` : "without a common ancestor";
	output.line(plainText(`${count} between ${name}@head (ours) and ${namedText(theirs)} (theirs), ${against}:`));
	output.line();
	output.table(
		["place", "base", "ours", "theirs"],
		conflicts.map((conflict) => [placeName(conflict, names), ...sides(conflict, names)]),
	);
	output.line();
	output.line("Resolve each with ours, theirs or a value, or all of them with --ours or --theirs:");
	output.line();
	const given = [
		...(options.base === undefined ? [] : [`--base ${shellWord(options.base)}`]),
		...(options.resolve ?? []).map((one) => `--resolve ${shellWord(one)}`),
	];
	const lines = [
		`${command} merge ${shellWord(name)} --from ${shellWord(options.from)}`,
		...given,
		...conflicts.map(({ path }) => `--resolve ${shellWord(`${path}=theirs`)}`),
	];
	output.line(lines.map((line, i) => `  ${i === 0 ? "" : "  "}${plainText(line)}`).join(" \\\n"));
	output.note(`Nothing was changed: ${count} not resolved. [merge-conflicts]`);
}

/** Asks the user about one conflict, showing the three sides. */
export async function askConflict(
	output: Output,
	prompt: Prompt,
	{
		conflict,
		names,
		position,
	}: { readonly conflict: Conflict; readonly names: MergedAnswer["names"]; readonly position: string },
): Promise<Answer> {
	const [base, ours, theirs] = sides(conflict, names);
	output.line();
	output.line(`${output.style("bold", plainText(placeName(conflict, names)))}  (${position})`);
	output.line(output.style("dim", plainText(`  base    ${base}`)));
	output.line(output.style("green", plainText(`  ours    ${ours}`)));
	output.line(output.style("yellow", plainText(`  theirs  ${theirs}`)));
	const canBeNothing =
		[conflict.base, conflict.ours, conflict.theirs].includes(null) && !textPlaces.includes(conflict.place);
	for (;;) {
		const text = await prompt.ask(`  [o]urs, [t]heirs${canBeNothing ? ", [n]othing" : ""}, or a value: `);
		if (/^(o|ours)$/i.test(text)) return { take: "ours" };
		if (/^(t|theirs)$/i.test(text)) return { take: "theirs" };
		if (canBeNothing && /^(n|nothing)$/i.test(text)) return { take: "value", value: null };
		if (text !== "") return { take: "value", value: text };
	}
}

const nothing = "(nothing)";

function sides({ base, ours, theirs }: Conflict, names: MergedAnswer["names"]): readonly [string, string, string] {
	const text = (value: Conflict["ours"]) => (value === null ? nothing : placeText(value, names));
	return [text(base), text(ours), text(theirs)];
}

/** The path, with the MCI's name instead of its lineage. */
function placeName({ path, lineage }: Conflict, names: MergedAnswer["names"]): string {
	const name = lineage === undefined ? undefined : lineageText(lineage, names);
	return name === undefined || name === lineage ? path : `${path} (${name})`;
}
