import { imageProblem } from "../../image/image-forms.ts";
import { findKnownCloud } from "../../image/known-regions.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "image-id-form",
	on: "mci",
	severity: "error",
	title: "The image id can't be right",
	why: "An id of another form or cloud starts no server, and a name that moves starts another image tomorrow.",
	cure: "Map the image by the id that its cloud shows.",
	check({ settings }) {
		return settings.flatMap(({ setting, place }) => {
			const cloud = findKnownCloud(setting.cloud);
			const found = cloud && imageProblem(cloud, setting.image);
			return found ? [{ place: `${place}.image`, text: found.problem }] : [];
		});
	},
};
