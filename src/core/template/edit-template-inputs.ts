import { nearestText } from "../../base/nearest-text.ts";
import { fault } from "../errors.ts";
import { type TemplateContent, templateContent } from "./template-content.ts";

/**
 * Sets values of inputs; null removes the template's value. Throws `template-input-absent` for an input without a value
 * to remove, and `component-invalid`.
 */
export function changeInputs(
	content: TemplateContent,
	changes: Readonly<Record<string, string | null>>,
): TemplateContent {
	const inputs = new Map(Object.entries(content.inputs));
	for (const [input, value] of Object.entries(changes)) {
		if (value !== null) inputs.set(input, value);
		else if (!inputs.delete(input)) throw inputAbsent(content, input);
	}
	return templateContent({ ...content, inputs: Object.fromEntries(inputs) });
}

/** Replaces all of the template's input values. Throws `component-invalid`. */
export function setInputs(content: TemplateContent, inputs: Readonly<Record<string, string>>): TemplateContent {
	return templateContent({ ...content, inputs });
}

function inputAbsent({ name, inputs }: TemplateContent, input: string): Error {
	const there = Object.keys(inputs);
	return fault("template-input-absent", { name, input, inputs: there, near: nearestText(input, there, 3) });
}
