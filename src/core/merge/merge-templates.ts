import { compareText } from "../../base/compare-text.ts";
import type { Pin } from "../component/pin.ts";
import { inputPath, scriptsPath } from "../component/place-path.ts";
import { noScripts, type ScriptSequence, type TemplateContent, templateContent } from "../template/template-content.ts";
import type { Merged, TemplateConflict } from "./conflict.ts";
import { mergeTags, mergeText } from "./merge-fields.ts";
import { mergePinList } from "./merge-pin-list.ts";
import { mergeTemplateMcis } from "./merge-template-mcis.ts";
import { keysOf, type Sides, threeWay, valuesAt } from "./three-way.ts";

/**
 * Three-way merge on a common ancestor: texts, tags, MCIs by lineage, their order, the default, scripts by sequence,
 * inputs by name; if only one side changed a place, its value is used. Scripts that both sides changed are merged one
 * by one if only one order agrees with both. MCIs that both sides added at the same position are sorted by lineage.
 * Without a common ancestor (`base` null), values of only one side are kept, and different values of both are a
 * conflict. Throws `component-invalid` if both together are over a limit.
 */
export function mergeTemplates(
	base: TemplateContent | null,
	ours: TemplateContent,
	theirs: TemplateContent,
): Merged<TemplateContent, TemplateConflict> {
	const conflicts: TemplateConflict[] = [];
	const name = mergeText("name", { base: base?.name ?? null, ours: ours.name, theirs: theirs.name }, conflicts);
	const description = mergeText(
		"description",
		{ base: base?.description ?? "", ours: ours.description, theirs: theirs.description },
		conflicts,
	);
	const tags = mergeTags(base?.tags ?? [], ours.tags, theirs.tags);
	const { mcis, defaultMci, conflicts: ofMcis } = mergeTemplateMcis({ base, ours, theirs });
	conflicts.push(...ofMcis);
	const sequence = (one: ScriptSequence) => {
		const lists = { base: (base?.scripts ?? noScripts)[one], ours: ours.scripts[one], theirs: theirs.scripts[one] };
		return mergeSequence(one, lists, conflicts);
	};
	const scripts = {
		boot: sequence("boot"),
		operational: sequence("operational"),
		decommission: sequence("decommission"),
	};
	const inputs = mergeInputs({ base: inputsOf(base), ours: inputsOf(ours), theirs: inputsOf(theirs) }, conflicts);
	return { content: templateContent({ name, description, tags, mcis, defaultMci, scripts, inputs }), conflicts };
}

function mergeSequence(
	sequence: ScriptSequence,
	lists: Sides<readonly Pin[]>,
	conflicts: TemplateConflict[],
): readonly Pin[] {
	const { value, isConflict } = mergePinList(lists);
	if (isConflict) conflicts.push({ place: "scripts", path: scriptsPath(sequence), sequence, ...lists });
	return value;
}

function mergeInputs(maps: Sides<ReadonlyMap<string, string>>, conflicts: TemplateConflict[]): Record<string, string> {
	const merged: [string, string][] = [];
	for (const name of [...keysOf(maps)].sort(compareText)) {
		const sides = valuesAt(maps, name);
		const { value, isConflict } = threeWay(sides, Object.is);
		if (isConflict) conflicts.push({ place: "input", path: inputPath(name), name, ...sides });
		if (value !== null) merged.push([name, value]);
	}
	return Object.fromEntries(merged);
}

function inputsOf(content: TemplateContent | null): Map<string, string> {
	return new Map(Object.entries(content?.inputs ?? {}));
}
