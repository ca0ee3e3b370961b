import { describe, expect, it } from "vitest";
import { findingsOfScript, findingsOfTemplate, pinnedScript, templateSubject } from "../../../../test/lint-subjects.ts";

describe("script-without-interpreter", () => {
	it.each([
		"#!/bin/bash\nset -e\n",
		"#! /usr/bin/env python3",
		"\ufeff#!/bin/sh",
		"#cloud-config\npackages: [nginx]",
		"#cloud-config-archive\n",
		"#include\nhttps://example.org/boot.txt",
		"## template: jinja\n#cloud-config",
		"Content-Type: multipart/mixed; boundary=x",
		"<powershell>\nGet-Date\n</powershell>",
		"#ps1_sysnative\r\nGet-Date",
	])("passes %j", (source) => expect(findingsOfScript("script-without-interpreter", source)).toEqual([]));

	it.each([
		["echo hello\n", "begins with “echo hello”, which names no interpreter"],
		["\n#!/bin/sh\n", "begins with “”, which names no interpreter"],
		[" #!/bin/sh\n", "begins with “ #!/bin/sh”, which names no interpreter"],
		["# install\r\necho", "begins with “# install”, which names no interpreter"],
		[" \n", "is empty"],
	])("warns of %j", (source, said) =>
		expect(findingsOfScript("script-without-interpreter", source)).toEqual([`warning source: script “setup” ${said}`]),
	);

	it("is reported for a template that uses the script, once per script", () => {
		const setup = pinnedScript("setup", { source: "echo" });
		expect(
			findingsOfTemplate("script-without-interpreter", templateSubject({ boot: [setup, setup], operational: [setup] })),
		).toEqual(["warning scripts.boot.setup.source: script “setup” begins with “echo”, which names no interpreter"]);
	});
});
