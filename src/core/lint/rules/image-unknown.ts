import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "image-unknown",
	on: "mci",
	severity: "info",
	title: "Nothing is known of the image",
	why: "Where the catalogue says nothing of an image and its id is no name, no rule can tell whether it is the right one.",
	cure: "Import the list that publishes it, or check the id by hand.",
	check({ settings }) {
		return settings
			.filter(({ facts, os, osVersion, architecture, release }) => {
				const isSilent = facts.name === null && facts.state === "unknown" && facts.owner === null;
				return isSilent && os === null && osVersion === null && architecture === null && release === null;
			})
			.map(({ place, setting }) => ({
				place: `${place}.image`,
				text: `nothing is known of image ${setting.image.uid}`,
			}));
	},
};
