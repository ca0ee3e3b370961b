import { compareText } from "../../base/compare-text.ts";
import type { ScriptInput } from "../script/script-content.ts";

/** Where an input's value can come from; the first one with a value counts. */
export const inputSources = ["server", "deployment", "template", "script"] as const;
export type InputSource = (typeof inputSources)[number];

/** A script as a reference, with its declared inputs. */
export interface ScriptWithInputs {
	readonly ref: string;
	readonly inputs: readonly ScriptInput[];
}

/** Values by input name. An empty text is a value. */
export interface InputLevels {
	readonly server: Readonly<Record<string, string>>;
	readonly deployment: Readonly<Record<string, string>>;
	readonly template: Readonly<Record<string, string>>;
}

export interface EffectiveInput {
	readonly name: string;
	/** Null if there is no value. */
	readonly value: string | null;
	/** `script` = the script's own default; null if there is no value. */
	readonly source: InputSource | null;
}

export interface EffectiveInputs {
	/** In the given order. Each script has its own defaults, so two scripts can have different values of one input. */
	readonly scripts: readonly { readonly ref: string; readonly inputs: readonly EffectiveInput[] }[];
	/** Names of required inputs without a value, each once, sorted, with the scripts that require it. */
	readonly missing: readonly { readonly name: string; readonly scripts: readonly string[] }[];
}

/**
 * The values in each script's environment, and the missing ones: server before deployment before template before script
 * default.
 */
export function effectiveInputs(scripts: readonly ScriptWithInputs[], levels: InputLevels): EffectiveInputs {
	const missing = new Map<string, string[]>();
	const effective = scripts.map(({ ref, inputs }) => ({
		ref,
		inputs: inputs.map((input): EffectiveInput => {
			const found = firstValue(input, levels);
			if (input.required && found.value === null)
				missing.set(input.name, [...new Set([...(missing.get(input.name) ?? []), ref])]);
			return { name: input.name, ...found };
		}),
	}));
	const names = [...missing].sort(([a], [b]) => compareText(a, b));
	return { scripts: effective, missing: names.map(([name, refs]) => ({ name, scripts: refs })) };
}

function firstValue(input: ScriptInput, levels: InputLevels): Omit<EffectiveInput, "name"> {
	for (const source of inputSources) {
		const value = source === "script" ? input.default : own(levels[source], input.name);
		if (value !== null) return { value, source };
	}
	return { value: null, source: null };
}

function own(values: Readonly<Record<string, string>>, name: string): string | null {
	return Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}
