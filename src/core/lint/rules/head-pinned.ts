import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "head-pinned",
	on: "template",
	severity: "warning",
	title: "A template uses a HEAD",
	why: "A HEAD changes under the template, so that two servers of one revision differ. (An error in production and when published.)",
	cure: "Commit it and use that revision; a template's commit can commit its HEADs with it.",
	check({ mcis, scripts }, { isProduction }) {
		return [...mcis, ...scripts]
			.filter(({ pinned }) => pinned.pin.revision === 0)
			.map(({ place, name }) => ({
				place,
				text: `“${name}” is used at its HEAD, which still changes`,
				...(isProduction && { severity: "error" as const }),
			}));
	},
};
