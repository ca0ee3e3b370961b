import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "no-mcis",
	on: "template",
	severity: "warning",
	title: "The template has no MCI",
	why: "Without an MCI there is no image, so a server can be created from the template only with its own MCI or image.",
	cure: "Add an MCI; the first becomes the default.",
	check({ content }) {
		return content.mcis.length > 0 ? [] : [{ place: "mcis", text: `“${content.name}” has no MCI` }];
	},
};
