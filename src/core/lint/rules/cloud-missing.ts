import { findSetting } from "../../image/mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "cloud-missing",
	on: "mci",
	severity: "error",
	title: "A cloud that the account requires is not mapped",
	why: "The account promises that each of its MCIs can be used there.",
	cure: "Add a setting for that cloud, or take it from the clouds that the account requires.",
	check({ content }, { requiredClouds }) {
		return [...new Set(requiredClouds)]
			.filter((cloud) => !findSetting(content, cloud))
			.map((cloud) => ({
				place: `settings.${cloud}`,
				text: `“${content.name}” has no setting for ${cloud}, which the account requires`,
			}));
	},
};
