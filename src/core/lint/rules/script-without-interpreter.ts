import type { LintRule } from "../rule.ts";

/**
 * First lines that say what runs the rest: an interpreter, or a form that cloud-init or Windows' agents know.
 * https://docs.cloud-init.io/en/latest/explanation/format.html
 */
const starts = [
	"#!",
	"#cloud-config",
	"#cloud-boothook",
	"#include",
	"#part-handler",
	"## template:",
	"content-type:",
	"<powershell>",
	"<script>",
	"#ps1",
];

export const rule: LintRule = {
	id: "script-without-interpreter",
	on: "script",
	severity: "warning",
	title: "The script does not say what runs it",
	why: "Without `#!` in its first line a boot script is taken for text and skipped, or run by whatever shell is there.",
	cure: "Begin the script with its interpreter, such as `#!/bin/bash`, or with the form it has, such as `#cloud-config`.",
	check({ content }) {
		const [line = ""] = content.source.split("\n", 1);
		const first = line.replace(/^\ufeff/, "").toLowerCase();
		if (starts.some((start) => first.startsWith(start))) return [];
		const said =
			content.source.trim() === ""
				? "is empty"
				: `begins with “${line.trimEnd().slice(0, 60)}”, which names no interpreter`;
		return [{ place: "source", text: `script “${content.name}” ${said}` }];
	},
};
