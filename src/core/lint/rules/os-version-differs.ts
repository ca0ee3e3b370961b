import { agree, osSaysLess, versionSaysLess } from "../../image/os-agreement.ts";
import { findOutliers } from "../outliers.ts";
import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "os-version-differs",
	on: "mci",
	severity: "warning",
	title: "The OS version differs between clouds",
	why: "Servers of one MCI would have different packages and bugs, depending on their cloud.",
	cure: "Map the image of the same version in that cloud. If it is not published yet, commit later or note it in the commit message.",
	check({ settings }) {
		const usualOs = findOutliers(settings, ({ os }) => os, osSaysLess)?.usual;
		// Images of another OS are reported by os-differs; their versions can't be compared.
		const comparable = settings.filter(
			({ os }) => usualOs === undefined || (os !== null && agree(os, usualOs, osSaysLess)),
		);
		const outliers = findOutliers(comparable, ({ osVersion }) => osVersion, versionSaysLess);
		if (!outliers) return [];
		return outliers.settings.map(({ setting, value }) => ({
			place: `${setting.place}.image`,
			text: `image ${imageLabel(setting)} has ${named(setting.os, value)}, but ${outliers.agreeing} of ${settings.length} images have ${named(setting.os, outliers.usual)}`,
		}));
	},
};

function named(os: string | null, version: string): string {
	return os === null ? `version ${version}` : `${os} ${version}`;
}
