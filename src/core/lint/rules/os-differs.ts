import { osSaysLess } from "../../image/os-agreement.ts";
import { findOutliers } from "../outliers.ts";
import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "os-differs",
	on: "mci",
	severity: "warning",
	title: "The OS differs between clouds",
	why: "An MCI stands for one image in every cloud; software that runs in one cloud would fail in another.",
	cure: "Map an image of the same OS in that cloud, or create a separate MCI for the other OS.",
	check({ settings }) {
		const outliers = findOutliers(settings, ({ os }) => os, osSaysLess);
		if (!outliers) return [];
		return outliers.settings.map(({ setting, value }) => ({
			place: `${setting.place}.image`,
			text: `image ${imageLabel(setting)} has ${value}, but ${outliers.agreeing} of ${settings.length} images have ${outliers.usual}`,
		}));
	},
};
