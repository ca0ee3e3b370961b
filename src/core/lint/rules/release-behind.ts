import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "release-behind",
	on: "mci",
	severity: "info",
	title: "A cloud is still at an earlier release",
	why: "The list of the revision's release does not cover the cloud, so it has an older image than the title says.",
	cure: "Import the list that covers the cloud, or remove the setting.",
	check({ behind }) {
		return behind.map(({ cloud, release }) => ({
			place: `settings.${cloud}.image`,
			text: `${cloud} is still at release ${release}`,
		}));
	},
};
