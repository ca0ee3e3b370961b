import { someOf } from "../../../base/some-of.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "required-input-without-value",
	on: "template",
	severity: "warning",
	title: "A required input has no value",
	why: "Every user who creates a server has to enter the value.",
	cure: "Give the input a value in the template, or a default in the script, or make it optional.",
	check({ content, scripts }) {
		const wanting = new Map<string, string[]>();
		for (const { pinned, name } of scripts) {
			for (const input of pinned.content.inputs) {
				if (!input.required || input.default !== null || Object.hasOwn(content.inputs, input.name)) continue;
				const names = wanting.get(input.name) ?? [];
				names.push(name);
				wanting.set(input.name, names);
			}
		}
		return [...wanting].map(([input, names]) => ({
			place: `inputs.${input}`,
			text: `input ${input} of ${someOf(names)} is required and has neither a default nor a value in “${content.name}”`,
		}));
	},
};
