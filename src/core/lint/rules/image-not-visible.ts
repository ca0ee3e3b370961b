import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "image-not-visible",
	on: "mci",
	severity: "warning",
	title: "The image is private to another owner",
	why: "A server can't be started from an image that its owner has not shared; the cloud says only that there is no such image.",
	cure: "Ask the owner to share the image, or copy it into an account of your own and map the copy.",
	check({ settings }, { ownNames }) {
		// Whose names are the account's own is not always known; then nobody is “another”.
		if (ownNames.length === 0) return [];
		return settings
			.filter(({ facts, owner, isOwn }) => facts.visibility === "private" && owner !== null && !isOwn)
			.map((read) => ({
				place: `${read.place}.image`,
				text: `image ${imageLabel(read)} is private and belongs to ${read.owner}`,
			}));
	},
};
