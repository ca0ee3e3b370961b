import { revisionRef } from "../../revision/revision-ref.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "newer-commit-available",
	on: "template",
	severity: "info",
	title: "There is a newer commit of what the template uses",
	why: "A template stays at the revision it names; newer images and fixes reach no server until it is swapped.",
	cure: "Look at the diff of both revisions and swap when it is wanted.",
	check({ mcis, scripts }) {
		return [...mcis, ...scripts].flatMap(({ place, name, pinned }) => {
			const { pin, newestCommit } = pinned;
			// HEAD is newer than every commit.
			if (pin.revision === 0 || newestCommit === null || newestCommit <= pin.revision) return [];
			return [{ place, text: `${revisionRef(name, pin.revision)} is used, and revision ${newestCommit} is there` }];
		});
	},
};
