import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "no-settings",
	on: "mci",
	severity: "warning",
	title: "The map is empty",
	why: "An MCI without settings has no image in any cloud, so no server can start from it.",
	cure: "Add a setting: `mci set NAME CLOUD IMAGE`.",
	check({ content }) {
		return content.settings.length > 0 ? [] : [{ place: "settings", text: `“${content.name}” has no setting` }];
	},
};
