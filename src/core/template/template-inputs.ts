import { compareText } from "../../base/compare-text.ts";
import type { ScriptContent } from "../script/script-content.ts";
import type { TemplateContent } from "./template-content.ts";

/** An input of a template's scripts, or a value that the template gives to one that no script declares. */
export interface TemplateInput {
	readonly name: string;
	/** What a server gets that says nothing of it; null = nothing. */
	readonly value: string | null;
	/**
	 * Who says that value: the template, or the first script in the order of running that has a default. Null = nobody.
	 */
	readonly source: { readonly kind: "template" } | { readonly kind: "script"; readonly name: string } | null;
	/** True when one of its scripts can't run without a value. */
	readonly required: boolean;
	/** Of the first script that describes it. */
	readonly description: string;
	/** Names of the scripts that declare it, in the order of running, each once; empty = nobody reads it. */
	readonly declaredBy: readonly string[];
}

/**
 * All inputs of a template by name, with where each value is from. `scripts` are what its pins say, in the order of
 * running; a script that is pinned twice may be there twice.
 */
export function listTemplateInputs(content: TemplateContent, scripts: readonly ScriptContent[]): TemplateInput[] {
	const declared = scripts.flatMap((script) => script.inputs.map((input) => ({ ...input, script: script.name })));
	const names = new Set([...declared.map(({ name }) => name), ...Object.keys(content.inputs)]);
	return [...names].sort(compareText).map((name) => {
		const all = declared.filter((input) => input.name === name);
		const usual = all.find((input) => input.default !== null);
		const own = Object.hasOwn(content.inputs, name) ? content.inputs[name] : undefined;
		return {
			name,
			value: own ?? usual?.default ?? null,
			source: own !== undefined ? { kind: "template" } : usual ? { kind: "script", name: usual.script } : null,
			required: all.some((input) => input.required),
			description: all.find((input) => input.description !== "")?.description ?? "",
			declaredBy: [...new Set(all.map(({ script }) => script))],
		};
	});
}
