import { someOf } from "../../../base/some-of.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "cloud-lost",
	on: "mci",
	severity: "info",
	title: "A cloud of the revision before has no image",
	why: "Servers there get no image from this revision; a copy of the image may have failed.",
	cure: "Map the cloud again, or ignore this if it was dropped on purpose.",
	check({ lostClouds }) {
		if (lostClouds.length === 0) return [];
		return [{ place: "settings", text: `the revision before maps ${someOf(lostClouds)}, and this one does not` }];
	},
};
