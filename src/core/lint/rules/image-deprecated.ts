import { lifecycleState } from "../../component/lifecycle.ts";
import { imageLabel } from "../read-mci.ts";
import { reasonOf } from "../reason-of.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "image-deprecated",
	on: "mci",
	severity: "warning",
	title: "The image is deprecated",
	why: "It still starts, but it gets no more fixes and will be withdrawn.",
	cure: "Map the image that replaces it.",
	check({ settings }, { now }) {
		return settings.flatMap((read) => {
			// image-gone and image-revoked report withdrawn and revoked images.
			if (read.isGone || read.isRevoked) return [];
			const place = `${read.place}.image`;
			if (lifecycleState(read.lifecycle, now) === "deprecated") {
				return [{ place, text: `image ${imageLabel(read)} is deprecated${reasonOf(read.lifecycle)}` }];
			}
			const { state, deprecatedAt, replacement } = read.facts;
			const isPast = deprecatedAt !== null && deprecatedAt <= now;
			if (state !== "deprecated" && !(isPast && state !== "inactive")) return [];
			const since = isPast ? ` on ${deprecatedAt.slice(0, 10)}` : "";
			const instead = replacement === null ? "" : `; it is replaced by ${replacement}`;
			return [{ place, text: `image ${imageLabel(read)} was deprecated by its publisher${since}${instead}` }];
		});
	},
};
