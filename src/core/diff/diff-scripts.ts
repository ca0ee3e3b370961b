import { compareText } from "../../base/compare-text.ts";
import { type ScriptContent, sameScriptInput } from "../script/script-content.ts";
import type { ScriptChange } from "./change.ts";
import { diffTags, diffText } from "./diff-fields.ts";

/**
 * The changes from `before` to `after`: name, description, source, tags, then inputs by name. Empty exactly if both
 * are equal.
 */
export function diffScripts(before: ScriptContent, after: ScriptContent): ScriptChange[] {
	const changes: ScriptChange[] = (["name", "description", "source"] as const).flatMap((field) =>
		diffText(field, before[field], after[field]),
	);
	changes.push(...diffTags(before.tags, after.tags));
	const [had, has] = [inputsOf(before), inputsOf(after)];
	for (const name of [...new Set([...had.keys(), ...has.keys()])].sort(compareText)) {
		const [was, is] = [had.get(name), has.get(name)];
		if (!was && is) changes.push({ kind: "script-input-added", name, after: is });
		else if (was && !is) changes.push({ kind: "script-input-removed", name, before: was });
		else if (was && is && !sameScriptInput(was, is))
			changes.push({ kind: "script-input-changed", name, before: was, after: is });
	}
	return changes;
}

function inputsOf(content: ScriptContent) {
	return new Map(content.inputs.map((input) => [input.name, input]));
}
