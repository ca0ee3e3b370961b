import { someOf } from "../../../base/some-of.ts";
import { agree, osSaysLess, versionSaysLess } from "../../image/os-agreement.ts";
import type { ReadMci, ReadSetting } from "../read-mci.ts";
import { isDated, releasesDiffer } from "../releases-differ.ts";
import type { LintRule, Problem } from "../rule.ts";

export const rule: LintRule = {
	id: "name-misleads",
	on: "mci",
	severity: "warning",
	title: "The name does not match the images",
	why: "Users choose an MCI by its name and would get a different OS, version, architecture or build.",
	cure: "Rename the MCI after its images, or map the images that the name promises. A name without a build number stays right for every build.",
	check(mci) {
		const { os, osVersion, architecture } = mci.name;
		return [
			...contradictions(mci, "the OS", os, (setting) =>
				os === null || setting.os === null || agree(os, setting.os, osSaysLess) ? null : setting.os,
			),
			...contradictions(mci, "the version", osVersion, (setting) => otherVersion(mci, setting)),
			...contradictions(mci, "the architecture", architecture, (setting) =>
				setting.architecture === architecture ? null : setting.architecture,
			),
			...contradictions(mci, "the build", mci.name.release, (setting) => otherRelease(mci, setting)),
		];
	},
};

/** Returns one problem per value that contradicts the name. `otherOf` returns the contradicting value, or null. */
function contradictions(
	mci: ReadMci,
	what: string,
	said: string | null,
	otherOf: (setting: ReadSetting) => string | null,
): Problem[] {
	if (said === null) return [];
	const clouds = new Map<string, string[]>();
	for (const setting of mci.settings) {
		const other = otherOf(setting);
		if (other === null) continue;
		const places = clouds.get(other) ?? [];
		places.push(setting.setting.cloud);
		clouds.set(other, places);
	}
	return [...clouds].map(([other, places]) => ({
		place: "name",
		text: `the name “${mci.content.name}” says ${what} ${said}, but the image is ${other} in ${someOf(places)}`,
	}));
}

/** Versions of different OSes can't be compared: a name without an OS has the version of its own product. */
function otherVersion({ name }: ReadMci, setting: ReadSetting): string | null {
	const isSameOs = name.os !== null && setting.os !== null && agree(name.os, setting.os, osSaysLess);
	if (!isSameOs || name.osVersion === null || setting.osVersion === null) return null;
	return agree(name.osVersion, setting.osVersion, versionSaysLess) ? null : setting.osVersion;
}

/**
 * A name may end in a build of its own product, made from an image of any build. Builds are therefore compared only
 * within one product line or, where both are dates, within one OS.
 */
function otherRelease({ name }: ReadMci, setting: ReadSetting): string | null {
	if (name.release === null || setting.release === null) return null;
	const isSameLine = setting.line !== null && setting.line.toLowerCase() === name.line.toLowerCase();
	const isSameOs = name.os !== null && setting.os === name.os;
	const areDates = isDated(name.release) && isDated(setting.release);
	if (!isSameLine && !(isSameOs && areDates)) return null;
	return releasesDiffer(name.release, setting.release) ? setting.release : null;
}
