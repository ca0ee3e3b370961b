import { componentFields } from "../component/component-fields.ts";
import { type AnswerValue, problemOf } from "./answer.ts";
import type { TextConflict } from "./conflict.ts";

/** Replaces ours with the user's own name or description, or returns why it is not valid. */
export function withText<F extends string>(
	conflict: TextConflict<F>,
	value: AnswerValue,
	check: (text: string) => unknown,
): TextConflict<F> | string {
	if (typeof value !== "string") return "it must be a text";
	return problemOf(() => check(value)) ?? { ...conflict, ours: value };
}

/** Checks a component's name; throws `component-name-invalid`. */
export function checkName(name: string): void {
	componentFields({ name });
}

/** Checks a component's description; throws `component-invalid`. */
export function checkDescription(description: string): void {
	componentFields({ name: "it", description });
}
