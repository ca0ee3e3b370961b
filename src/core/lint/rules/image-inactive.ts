import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "image-inactive",
	on: "mci",
	severity: "info",
	title: "The publisher has a newer image",
	why: "An inactive image still starts, but its publisher recommends the newer one.",
	cure: "Map the newer image.",
	check({ settings }) {
		return settings
			.filter(({ facts, isGone, isRevoked }) => facts.state === "inactive" && !isGone && !isRevoked)
			.map((read) => {
				const instead = read.facts.replacement === null ? "" : `: ${read.facts.replacement}`;
				return {
					place: `${read.place}.image`,
					text: `image ${imageLabel(read)} is inactive; its publisher has a newer one${instead}`,
				};
			});
	},
};
