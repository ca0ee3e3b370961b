import { compareText } from "../../base/compare-text.ts";
import { type ComponentFields, componentFields } from "../component/component-fields.ts";
import { fault } from "../errors.ts";

/** A value that a script reads from its environment. */
export interface ScriptInput {
	/** An environment variable's name: letters, digits and underscores, not beginning with a digit. */
	readonly name: string;
	readonly description: string;
	/** Taken when nobody gives another; null = none. */
	readonly default: string | null;
	/** True = a server can't be made until somebody gives a value. */
	readonly required: boolean;
}

/** The parts of an input that merge one by one. */
export const scriptInputFields = ["description", "default", "required"] as const;
export type ScriptInputField = (typeof scriptInputFields)[number];

/** True when both declare the same input in the same words. */
export function sameScriptInput(a: ScriptInput, b: ScriptInput): boolean {
	return a.name === b.name && scriptInputFields.every((field) => a[field] === b[field]);
}

/** What one revision of a script says. */
export interface ScriptContent extends ComponentFields {
	/** The program, as text; its first line tells what runs it (`#!/bin/bash`). */
	readonly source: string;
	/** Sorted by name, each name once. */
	readonly inputs: readonly ScriptInput[];
}

/** Scripts are kept up to this many UTF-16 units. */
export const scriptSourceLimit = 256 * 1024;
const inputLimit = 200;
export const inputValueLimit = 16 * 1024;
const inputNamePattern = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

/** Content in its one order. Throws `component-name-invalid` or `component-invalid`. */
export function scriptContent(parts: {
	name: string;
	description?: string | undefined;
	tags?: Iterable<string> | undefined;
	source?: string | undefined;
	inputs?: Iterable<ScriptInput> | undefined;
}): ScriptContent {
	const words = componentFields(parts);
	const wrong = (problem: string) => fault("component-invalid", { name: words.name, problem });
	const source = parts.source ?? "";
	if (source.length > scriptSourceLimit) throw wrong(`its source is longer than ${scriptSourceLimit} characters`);
	if (source.includes("\u0000")) throw wrong("its source contains a NUL character");
	const inputs = [...(parts.inputs ?? [])].sort((a, b) => compareText(a.name, b.name));
	if (inputs.length > inputLimit) throw wrong(`it has more than ${inputLimit} inputs`);
	inputs.forEach((input, i) => {
		checkInputName(words.name, input.name);
		if (input.name === inputs[i - 1]?.name) throw wrong(`input ${input.name} is listed twice`);
		checkInputValue(words.name, input.name, input.default);
		checkInputDescription(words.name, input.name, input.description);
	});
	return {
		...words,
		source,
		inputs: inputs.map(({ name, description, default: value, required }) => ({
			name,
			description,
			default: value,
			required,
		})),
	};
}

/** Throws `component-invalid` unless `input` can be the name of an environment variable. */
export function checkInputName(owner: string, input: string): void {
	// `__proto__` would not be a plain key of an object.
	if (inputNamePattern.test(input) && input !== "__proto__") return;
	const problem = `input “${input.slice(0, 110)}” must have 1 to 100 letters, digits and underscores, and not start with a digit`;
	throw fault("component-invalid", { name: owner, problem });
}

/** Throws `component-invalid` for a value that no environment can hold. */
export function checkInputValue(owner: string, input: string, value: string | null): void {
	if (value === null || (value.length <= inputValueLimit && !value.includes("\u0000"))) return;
	throw fault("component-invalid", {
		name: owner,
		problem: `the value of input ${input} is longer than ${inputValueLimit} characters or contains a NUL character`,
	});
}

/** Throws `component-invalid` for a description of more than 2000 characters. */
export function checkInputDescription(owner: string, input: string, description: string): void {
	if (description.length <= 2000) return;
	throw fault("component-invalid", {
		name: owner,
		problem: `the description of input ${input} is longer than 2000 characters`,
	});
}
