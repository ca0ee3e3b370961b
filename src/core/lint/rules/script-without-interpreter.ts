import type { LintRule } from "../rule.ts";

/**
 * First lines that name the interpreter, or a format that cloud-init or a Windows agent understands.
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
	title: "The script names no interpreter",
	why: "Without `#!` in its first line, a boot script is skipped as plain text or run by the default shell.",
	cure: "Begin the script with its interpreter, such as `#!/bin/bash`, or with its format, such as `#cloud-config`.",
	check({ content }) {
		const [line = ""] = content.source.split("\n", 1);
		const first = line.replace(/^\ufeff/, "").toLowerCase();
		if (starts.some((start) => first.startsWith(start))) return [];
		const problem =
			content.source.trim() === ""
				? "is empty"
				: `begins with “${line.trimEnd().slice(0, 60)}”, which names no interpreter`;
		return [{ place: "source", text: `script “${content.name}” ${problem}` }];
	},
};
