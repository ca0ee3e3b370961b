import { lifecycleState } from "../../component/lifecycle.ts";
import { revisionRef } from "../../revision/revision-ref.ts";
import { reasonOf } from "../reason-of.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "pinned-revision-deprecated",
	on: "template",
	severity: "warning",
	title: "A template uses a deprecated revision",
	why: "It still works, but its owner recommends another one.",
	cure: "Swap it for the revision that replaces it.",
	check({ mcis, scripts }, { now }) {
		return [...mcis, ...scripts]
			.filter(({ pinned }) => lifecycleState(pinned.lifecycle, now) === "deprecated")
			.map(({ place, name, pinned }) => ({
				place,
				text: `${revisionRef(name, pinned.pin.revision)} is deprecated${reasonOf(pinned.lifecycle)}`,
			}));
	},
};
