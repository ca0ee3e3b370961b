import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "head-pinned",
	on: "template",
	severity: "warning",
	title: "A template uses a HEAD",
	why: "A HEAD can still change, so two servers of one template revision can differ. (An error in production and when publishing.)",
	cure: "Commit the HEAD and pin that revision. Committing the template can commit its HEADs too.",
	check({ mcis, scripts }, { isProduction }) {
		return [...mcis, ...scripts]
			.filter(({ pinned }) => pinned.pin.revision === 0)
			.map(({ place, name }) => ({
				place,
				text: `“${name}” is used at its HEAD, which can still change`,
				...(isProduction && { severity: "error" as const }),
			}));
	},
};
