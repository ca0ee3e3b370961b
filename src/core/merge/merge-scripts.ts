import { compareText } from "../../base/compare-text.ts";
import { nullOrSame } from "../../base/null-or-same.ts";
import { inputFieldPath, inputPath } from "../component/place-path.ts";
import {
	type ScriptContent,
	type ScriptInput,
	type ScriptInputField,
	sameScriptInput,
	scriptContent,
} from "../script/script-content.ts";
import type { Merged, ScriptConflict } from "./conflict.ts";
import { mergeTags, mergeText } from "./merge-fields.ts";
import { keysOf, type Sides, threeWay, valuesAt } from "./three-way.ts";

/**
 * Three-way merge on a common ancestor: texts, tags, the source as a whole, inputs per name and field. If one side
 * removed an input that the other changed, the input is the conflict. Without a common ancestor (`base` null), values
 * of only one side are kept, and different values of both are a conflict. Throws `component-invalid` if both together
 * are over a limit.
 */
export function mergeScripts(
	base: ScriptContent | null,
	ours: ScriptContent,
	theirs: ScriptContent,
): Merged<ScriptContent, ScriptConflict> {
	const conflicts: ScriptConflict[] = [];
	const name = mergeText("name", { base: base?.name ?? null, ours: ours.name, theirs: theirs.name }, conflicts);
	const description = mergeText(
		"description",
		{ base: base?.description ?? "", ours: ours.description, theirs: theirs.description },
		conflicts,
	);
	const source = mergeText("source", { base: base?.source ?? "", ours: ours.source, theirs: theirs.source }, conflicts);
	const tags = mergeTags(base?.tags ?? [], ours.tags, theirs.tags);
	const maps = { base: byName(base), ours: byName(ours), theirs: byName(theirs) };
	const names = [...keysOf(maps)].sort(compareText);
	const inputs = names.flatMap((input) => mergeInput(input, valuesAt(maps, input), conflicts) ?? []);
	return { content: scriptContent({ name, description, source, tags, inputs }), conflicts };
}

const sameInputs = nullOrSame(sameScriptInput);

function mergeInput(name: string, sides: Sides<ScriptInput | null>, conflicts: ScriptConflict[]): ScriptInput | null {
	const { value, isConflict } = threeWay(sides, sameInputs);
	if (!isConflict) return value;
	const { base, ours, theirs } = sides;
	if (!ours || !theirs) {
		conflicts.push({ place: "script-input", path: inputPath(name), name, base, ours, theirs });
		return ours;
	}
	const field = <V extends string | boolean | null>(part: ScriptInputField, values: Sides<V, V | null>): V => {
		const merged = threeWay(values, Object.is);
		if (merged.isConflict)
			conflicts.push({ place: "script-input-field", path: inputFieldPath(name, part), name, field: part, ...values });
		return merged.value;
	};
	return {
		name,
		description: field("description", {
			base: base ? base.description : null,
			ours: ours.description,
			theirs: theirs.description,
		}),
		default: field("default", { base: base ? base.default : null, ours: ours.default, theirs: theirs.default }),
		required: field("required", { base: base ? base.required : null, ours: ours.required, theirs: theirs.required }),
	};
}

function byName(content: ScriptContent | null): Map<string, ScriptInput> {
	return new Map(content?.inputs.map((input) => [input.name, input]));
}
