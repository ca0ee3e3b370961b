import { lifecycleState } from "../../component/lifecycle.ts";
import { revisionRef } from "../../revision/revision-ref.ts";
import { reasonOf } from "../reason-of.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "pinned-revision-revoked",
	on: "template",
	severity: "error",
	title: "A template uses a revoked revision",
	why: "A revoked revision must not be used any more, so no server can be created from it.",
	cure: "Swap it for a revision that is not revoked.",
	check({ mcis, scripts }, { now }) {
		return [...mcis, ...scripts]
			.filter(({ pinned }) => lifecycleState(pinned.lifecycle, now) === "revoked")
			.map(({ place, name, pinned }) => ({
				place,
				text: `${revisionRef(name, pinned.pin.revision)} is revoked${reasonOf(pinned.lifecycle)}`,
			}));
	},
};
