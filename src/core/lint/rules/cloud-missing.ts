import { findSetting } from "../../image/mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "cloud-missing",
	on: "mci",
	severity: "error",
	title: "A cloud that the account requires is not mapped",
	why: "The account requires every MCI to have an image in that cloud.",
	cure: "Add a setting for that cloud, or remove it from the account's required clouds.",
	check({ content }, { requiredClouds }) {
		return [...new Set(requiredClouds)]
			.filter((cloud) => !findSetting(content, cloud))
			.map((cloud) => ({
				place: `settings.${cloud}`,
				text: `“${content.name}” has no setting for ${cloud}, which the account requires`,
			}));
	},
};
