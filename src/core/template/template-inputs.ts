import { compareText } from "../../base/compare-text.ts";
import type { ScriptContent } from "../script/script-content.ts";
import type { TemplateContent } from "./template-content.ts";

/** An input of a template's scripts, or a template's value for an input that no script declares. */
export interface TemplateInput {
	readonly name: string;
	/** The value of a server without an own one; null = none. */
	readonly value: string | null;
	/** The source of the value: the template, or the first script in running order with a default. Null = none. */
	readonly source: { readonly kind: "template" } | { readonly kind: "script"; readonly name: string } | null;
	/** True if one of its scripts needs a value. */
	readonly required: boolean;
	/** From the first script that describes it. */
	readonly description: string;
	/** Names of the scripts that declare it, in running order, each once; empty = no script reads it. */
	readonly declaredBy: readonly string[];
}

/**
 * All inputs of a template by name, with the source of each value. `scripts` are the contents of its pins, in running
 * order; a script that is pinned twice can be in the list twice.
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
