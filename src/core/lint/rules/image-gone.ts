import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "image-gone",
	on: "mci",
	severity: "error",
	title: "The image is withdrawn",
	why: "No server can be started from an image that its cloud or publisher has deleted or made obsolete.",
	cure: "Map the image that replaces it, or remove the setting.",
	check({ settings }) {
		return settings
			.filter(({ isGone }) => isGone)
			.map((read) => {
				const { state, deletedAt, endOfLifeAt, replacement } = read.facts;
				const isObsolete = state === "obsolete";
				const at = isObsolete ? endOfLifeAt : deletedAt;
				const when = at === null ? "" : ` on ${at.slice(0, 10)}`;
				const instead = replacement === null ? "" : `; it is replaced by ${replacement}`;
				return {
					place: `${read.place}.image`,
					text: `image ${imageLabel(read)} was ${isObsolete ? "made obsolete" : "withdrawn"}${when}${instead}`,
				};
			});
	},
};
