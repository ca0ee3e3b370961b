import { assertNever } from "../../base/assert-never.ts";
import {
	checkInputDescription,
	checkInputValue,
	type ScriptContent,
	type ScriptInput,
	scriptContent,
} from "../script/script-content.ts";
import { type Answered, type AnswerValue, type ConflictAnswers, problemOf, readAnswers, sidesOnly } from "./answer.ts";
import { checkDescription, checkName, withText } from "./answer-text.ts";
import type { Merged, ScriptConflict } from "./conflict.ts";

/**
 * Applies answers to a merge's conflicts. An answer to something that is not a conflict, or with a value that is
 * not valid there, is a problem; its conflict stays open.
 */
export function answerScripts(
	merged: Merged<ScriptContent, ScriptConflict>,
	answers: ConflictAnswers,
): Answered<ScriptContent, ScriptConflict> {
	const { content, conflicts } = merged;
	const { settled, open, problems } = readAnswers(conflicts, answers, withValue);
	const texts = { name: content.name, description: content.description, source: content.source };
	const inputs = new Map(content.inputs.map((input) => [input.name, input]));
	for (const conflict of settled) {
		switch (conflict.place) {
			case "name":
			case "description":
			case "source":
				texts[conflict.place] = conflict.ours;
				break;
			case "script-input":
				if (conflict.ours) inputs.set(conflict.name, conflict.ours);
				else inputs.delete(conflict.name);
				break;
			case "script-input-field": {
				const input = inputs.get(conflict.name);
				if (input) inputs.set(conflict.name, { ...input, [conflict.field]: conflict.ours } as ScriptInput);
				break;
			}
			default:
				assertNever(conflict);
		}
	}
	return { content: scriptContent({ ...texts, tags: content.tags, inputs: inputs.values() }), open, problems };
}

function withValue(conflict: ScriptConflict, value: AnswerValue): ScriptConflict | string {
	switch (conflict.place) {
		case "name":
			return withText(conflict, value, checkName);
		case "description":
			return withText(conflict, value, checkDescription);
		case "source":
			return withText(conflict, value, (source) => scriptContent({ name: "it", source }));
		case "script-input":
			return value === null ? { ...conflict, ours: null } : sidesOnly("the input is removed");
		case "script-input-field":
			return withInputField(conflict, value);
		default:
			return assertNever(conflict);
	}
}

function withInputField(
	conflict: Extract<ScriptConflict, { place: "script-input-field" }>,
	value: AnswerValue,
): ScriptConflict | string {
	const { name, field } = conflict;
	switch (field) {
		case "required":
			return value === "true" || value === "false"
				? { ...conflict, ours: value === "true" }
				: "it must be true or false";
		case "default":
			if (value !== null && typeof value !== "string") return "it must be a text or null";
			return problemOf(() => checkInputValue("it", name, value)) ?? { ...conflict, ours: value };
		case "description":
			if (typeof value !== "string") return "it must be a text";
			return problemOf(() => checkInputDescription("it", name, value)) ?? { ...conflict, ours: value };
	}
}
