import { someOf } from "../../../base/some-of.ts";
import { isArtifactPlace } from "../../image/cloud.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "clouds-uncovered-by-default",
	on: "template",
	severity: "warning",
	title: "The default MCI lacks clouds that another MCI of the template has",
	why: "A server in such a cloud is refused unless its user names the other MCI; list order never decides.",
	cure: "Map these clouds in the default MCI too, or make the other MCI the default.",
	check({ mcis, defaultMci }) {
		if (!defaultMci) return [];
		const covered = new Set(defaultMci.clouds);
		return mcis.flatMap(({ pinned, name, place }) => {
			if (pinned === defaultMci) return [];
			const uncovered = pinned.clouds.filter((cloud) => !covered.has(cloud) && !isArtifactPlace(cloud));
			if (uncovered.length === 0) return [];
			return [{ place, text: `“${name}” maps ${someOf(uncovered)}, which the default “${defaultMci.name}” does not` }];
		});
	},
};
