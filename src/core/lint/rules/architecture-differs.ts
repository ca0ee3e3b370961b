import { findOutliers } from "../outliers.ts";
import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "architecture-differs",
	on: "mci",
	severity: "warning",
	title: "The architecture differs between clouds",
	why: "Programs built for one architecture don't start on another, so a server would work only in some clouds.",
	cure: "Map an image of the same architecture in that cloud, or make one MCI per architecture and put both into the template.",
	check({ settings }) {
		const outliers = findOutliers(settings, ({ architecture }) => architecture);
		if (!outliers) return [];
		return outliers.settings.map(({ setting, value }) => ({
			place: `${setting.place}.image`,
			text: `image ${imageLabel(setting)} is for ${value}, but ${outliers.agreeing} of ${settings.length} images are for ${outliers.usual}`,
		}));
	},
};
