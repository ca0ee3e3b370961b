import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "image-not-visible",
	on: "mci",
	severity: "warning",
	title: "The image is private to another owner",
	why: "A server can't start from an image that its owner has not shared. The cloud's error only says that the image does not exist.",
	cure: "Ask the owner to share the image, or copy it into your own cloud account and map the copy.",
	check({ settings }, { ownNames }) {
		// Without names of the account's own, another owner can't be recognized.
		if (ownNames.length === 0) return [];
		return settings
			.filter(({ facts, owner, isOwn }) => facts.visibility === "private" && owner !== null && !isOwn)
			.map((read) => ({
				place: `${read.place}.image`,
				text: `image ${imageLabel(read)} is private and belongs to ${read.owner}`,
			}));
	},
};
