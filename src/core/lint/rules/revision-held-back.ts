import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "revision-held-back",
	on: "mci",
	severity: "warning",
	title: "The publisher holds it back",
	why: "Previews, pre-releases and versions excluded from latest are not meant for production yet.",
	cure: "Use the newest commit that is not held back (@latest), or map another image.",
	check({ content, heldBack, settings }) {
		if (heldBack !== null)
			return [
				{ place: "settings", text: `this revision of “${content.name}” is held back by its publisher: ${heldBack}` },
			];
		return settings
			.filter(({ facts, isRevoked }) => facts.state === "held" && !isRevoked)
			.map((read) => ({
				place: `${read.place}.image`,
				text: `image ${imageLabel(read)} is held back by its publisher`,
			}));
	},
};
