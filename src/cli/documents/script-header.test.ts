import { describe, expect, it } from "vitest";
import { isFault } from "../../core/errors.ts";
import { readScriptHeader } from "./script-header.ts";

function script(...lines: readonly string[]): string {
	return ["#!/bin/bash", ...lines, "echo done", ""].join("\n");
}

describe("the metadata comment of a script", () => {
	it("declares inputs with a description, a default and whether they are required", () => {
		const source = script(
			"# ---",
			"# RightScript Name: Install PHP",
			"# Description: |",
			"#   Installs it",
			"# Inputs:",
			"#   PHP_VERSION:",
			"#     Category: Application",
			"#     Description: >",
			"#       which PHP,",
			"#       of those there are",
			"#     Input Type: single",
			"#     Required: false",
			"#     Advanced: true",
			"#     Default: text:8.4",
			"#     Possible Values: [text:8.3, text:8.4]",
			"#   HOST:",
			"#     Required: true",
			"# Attachments: []",
			"# ...",
		);
		expect(readScriptHeader("f", source)).toEqual({
			inputs: [
				{ name: "PHP_VERSION", description: "which PHP, of those there are", default: "8.4", required: false },
				{ name: "HOST", description: "", default: null, required: true },
			],
			notes: [],
		});
	});

	it.each([
		["text:80", "80"],
		["text:", ""],
		["text:a:b", "a:b"],
		["blank", ""],
		["80", "80"],
		["none", null],
		["ignore", null],
		["cred:DB", null],
		["env:HOST", null],
	])("reads the default %j as %j", (given, value) => {
		const header = readScriptHeader(
			"f",
			script("# ---", "# Inputs:", "#   A:", `#     Default: ${JSON.stringify(given)}`, "# ..."),
		);
		expect(header?.inputs[0]?.default).toBe(value);
		expect(header?.notes.length, "what is left out is told").toBe(/^(cred|env):/.test(given) ? 1 : 0);
	});

	it.each(["#", "//", "--"])("is found after %s", (mark) => {
		const lines = ["---", "RightScript Name: x", "Inputs:", "  A:", "    Required: yes", "..."].map(
			(line) => `${mark} ${line}`,
		);
		expect(readScriptHeader("f", lines.join("\r\n"))?.inputs).toMatchObject([{ name: "A", required: true }]);
	});

	it.each([
		["a script without comments", script()],
		["dashes that begin another comment", script("# ---", "# Copyright", "# ...")],
		["one that is not closed", script("# ---", "# Inputs: {}")],
		["one that code interrupts", script("# ---", "# Inputs: {}", "echo", "# ...")],
		["no source", ""],
	])("is not found in %s", (_what, source) => {
		expect(readScriptHeader("f", source)).toBeUndefined();
	});

	it("that declares no input says so", () => {
		expect(readScriptHeader("f", script("# ---", "# RightScript Name: x", "# Inputs: {}", "# ..."))).toEqual({
			inputs: [],
			notes: [],
		});
		expect(readScriptHeader("f", script("# ---", "# RightScript Name: x", "# ..."))).toEqual({ inputs: [], notes: [] });
	});

	it.each([
		[["# ---", "# Inputs: [A]", "# ..."], "boot.sh:3:11: Inputs is a map"],
		[["# ---", "# Inputs:", "#   A: yes", "# ..."], "boot.sh:4:8: input A is a map"],
		[["# ---", "# Inputs:", "#   A: {}", "#   A: {}", "# ..."], "boot.sh:5:5: Map keys must be unique"],
	])("is reported at its place in the script when malformed", (lines, says) => {
		const refuse = () => readScriptHeader("boot.sh", script(...lines));
		expect(refuse).toThrow(says);
		try {
			refuse();
		} catch (error) {
			expect(isFault(error) && error.code).toBe("document-invalid");
		}
	});
});
