import { imageLabel } from "../read-mci.ts";
import { reasonOf } from "../reason-of.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "image-revoked",
	on: "mci",
	severity: "error",
	title: "The image is revoked",
	why: "A revoked image must not be used any more, so resolving refuses it.",
	cure: "Map the image that replaces it, or remove the setting.",
	check({ settings }) {
		return settings
			.filter(({ isRevoked }) => isRevoked)
			.map((read) => ({
				place: `${read.place}.image`,
				text: `image ${imageLabel(read)} is revoked${reasonOf(read.lifecycle)}`,
			}));
	},
};
