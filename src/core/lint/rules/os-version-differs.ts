import { agree, osSaysLess, versionSaysLess } from "../../image/os-agreement.ts";
import { findOutliers } from "../outliers.ts";
import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "os-version-differs",
	on: "mci",
	severity: "warning",
	title: "The OS version differs between clouds",
	why: "Servers of one MCI would have other packages and other bugs, depending on where they run.",
	cure: "Map the image of the same version in that cloud; where it is not published yet, wait with the commit or say so in its message.",
	check({ settings }) {
		const usualOs = findOutliers(settings, ({ os }) => os, osSaysLess)?.usual;
		// Where the OS differs, os-differs says so; its version can't be compared.
		const comparable = settings.filter(
			({ os }) => usualOs === undefined || (os !== null && agree(os, usualOs, osSaysLess)),
		);
		const outliers = findOutliers(comparable, ({ osVersion }) => osVersion, versionSaysLess);
		if (!outliers) return [];
		return outliers.settings.map(({ setting, value }) => ({
			place: `${setting.place}.image`,
			text: `image ${imageLabel(setting)} has ${named(setting.os, value)}, while ${named(setting.os, outliers.usual)} is what ${outliers.agreeing} of ${settings.length} images have`,
		}));
	},
};

function named(os: string | null, version: string): string {
	return os === null ? `version ${version}` : `${os} ${version}`;
}
