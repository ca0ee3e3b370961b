import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "image-past-end-of-life",
	on: "mci",
	severity: "warning",
	title: "The image is past its end of life",
	why: "It gets no more security fixes.",
	cure: "Map an image of a maintained version.",
	check({ settings }, { now }) {
		return settings.flatMap((read) => {
			const { endOfLifeAt } = read.facts;
			if (endOfLifeAt === null || endOfLifeAt > now || read.isGone || read.isRevoked) return [];
			return [
				{
					place: `${read.place}.image`,
					text: `image ${imageLabel(read)} reached its end of life on ${endOfLifeAt.slice(0, 10)}`,
				},
			];
		});
	},
};
