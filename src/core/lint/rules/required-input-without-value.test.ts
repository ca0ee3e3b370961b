import { describe, expect, it } from "vitest";
import { findingsOfTemplate, pinnedScript, templateSubject } from "../../../../test/lint-subjects.ts";
import type { ScriptInput } from "../../script/script-content.ts";

const found = (input: Partial<ScriptInput>, inputs: Record<string, string> = {}) =>
	findingsOfTemplate(
		"required-input-without-value",
		templateSubject({ boot: [pinnedScript("setup", { inputs: [input] })], inputs }),
	);

describe("required-input-without-value", () => {
	it.each<[Partial<ScriptInput>, Record<string, string>]>([
		[{ required: false }, {}],
		[{ required: true, default: "x" }, {}],
		[{ required: true }, { INPUT: "x" }],
		[{ required: true }, { INPUT: "" }],
	])("passes %j with the values %j", (input, values) => expect(found(input, values)).toEqual([]));

	it("warns about an input without a value", () =>
		expect(found({ required: true }, { OTHER: "x" })).toEqual([
			"warning inputs.INPUT: input INPUT of setup is required and has neither a default nor a value in “shop”",
		]));

	it("names an input once with all scripts that read it", () => {
		const inputs = [{ required: true }];
		const subject = templateSubject({
			boot: [pinnedScript("setup", { inputs })],
			operational: [pinnedScript("backup", { inputs })],
		});
		expect(findingsOfTemplate("required-input-without-value", subject)).toEqual([
			"warning inputs.INPUT: input INPUT of setup and backup is required and has neither a default nor a value in “shop”",
		]);
	});
});
