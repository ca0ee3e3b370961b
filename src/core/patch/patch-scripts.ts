import { assertNever } from "../../base/assert-never.ts";
import { nullOrSame } from "../../base/null-or-same.ts";
import { inputPath } from "../component/place-path.ts";
import type { ScriptChange } from "../diff/change.ts";
import { type ScriptContent, type ScriptInput, sameScriptInput, scriptContent } from "../script/script-content.ts";
import { replayTag, replayText } from "./patch-fields.ts";
import { freely, type Patched, type Rejected, type Replay, strictly } from "./replay.ts";

/**
 * Applies a diff: `applyScriptChanges(a, diffScripts(a, b))` equals b. Whatever else stands at a changed place is
 * written over.
 */
export function applyScriptChanges(content: ScriptContent, changes: readonly ScriptChange[]): ScriptContent {
	return replay(content, changes, freely);
}

/**
 * Applies the changes whose `before` matches the current value, one after the other; a change that is already there
 * does nothing. The others are rejected, and the rest is still applied. Throws what `scriptContent` throws for a
 * value that is not valid.
 */
export function patchScript(content: ScriptContent, changes: readonly ScriptChange[]): Patched<ScriptContent> {
	const rejected: Rejected[] = [];
	return { content: replay(content, changes, strictly(rejected)), rejected };
}

const sameInputs = nullOrSame(sameScriptInput);

function replay(content: ScriptContent, changes: readonly ScriptChange[], by: Replay): ScriptContent {
	const texts = { name: content.name, description: content.description, source: content.source };
	const tags = new Set(content.tags);
	const inputs = new Map(content.inputs.map((input) => [input.name, input]));
	const put = (name: string, before: ScriptInput | null, after: ScriptInput | null) => {
		const input = by.take({ path: inputPath(name), found: inputs.get(name) ?? null, before, after, same: sameInputs });
		if (input) inputs.set(name, input);
		else inputs.delete(name);
	};
	for (const change of changes) {
		switch (change.kind) {
			case "text-changed":
				replayText(texts, change, by);
				break;
			case "tag-added":
			case "tag-removed":
				replayTag(tags, change);
				break;
			case "script-input-added":
				put(change.name, null, change.after);
				break;
			case "script-input-removed":
				put(change.name, change.before, null);
				break;
			case "script-input-changed":
				put(change.name, change.before, change.after);
				break;
			default:
				assertNever(change);
		}
	}
	return scriptContent({ ...texts, tags, inputs: inputs.values() });
}
