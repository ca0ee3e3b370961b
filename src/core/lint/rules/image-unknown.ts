import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "image-unknown",
	on: "mci",
	severity: "info",
	title: "The image is unknown",
	why: "The catalog has no facts about the image and its id is not a name, so no rule can check whether it is the right one.",
	cure: "Import the upstream list that publishes it, or check the id yourself.",
	check({ settings }) {
		return settings
			.filter(({ facts, os, osVersion, architecture, release }) => {
				const isSilent = facts.name === null && facts.state === "unknown" && facts.owner === null;
				return isSilent && os === null && osVersion === null && architecture === null && release === null;
			})
			.map(({ place, setting }) => ({
				place: `${place}.image`,
				text: `nothing is known about image ${setting.image.uid}`,
			}));
	},
};
