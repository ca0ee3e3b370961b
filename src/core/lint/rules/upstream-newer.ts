import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "upstream-newer",
	on: "mci",
	severity: "info",
	title: "The upstream has a newer release",
	why: "Newer releases contain the latest security fixes.",
	cure: "Update to the newer release; import it first if necessary.",
	check({ content, newerUpstream }) {
		if (newerUpstream === null) return [];
		const where = newerUpstream.revision === null ? "not imported yet" : `in revision ${newerUpstream.revision}`;
		return [
			{ place: "settings", text: `the upstream of “${content.name}” has release ${newerUpstream.release}, ${where}` },
		];
	},
};
