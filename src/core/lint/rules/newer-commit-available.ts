import { revisionRef } from "../../revision/revision-ref.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "newer-commit-available",
	on: "template",
	severity: "info",
	title: "A component of the template has a newer commit",
	why: "A template keeps the revision it pins; its servers get newer images and fixes only after a swap.",
	cure: "Compare both revisions with a diff, then swap if you want the newer one.",
	check({ mcis, scripts }) {
		return [...mcis, ...scripts].flatMap(({ place, name, pinned }) => {
			const { pin, newestCommit } = pinned;
			// HEAD is newer than every commit.
			if (pin.revision === 0 || newestCommit === null || newestCommit <= pin.revision) return [];
			return [{ place, text: `${revisionRef(name, pin.revision)} is used, but revision ${newestCommit} exists` }];
		});
	},
};
