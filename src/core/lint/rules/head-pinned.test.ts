import { describe, expect, it } from "vitest";
import { findingsOfTemplate, pinnedMci, pinnedScript, templateSubject } from "../../../../test/lint-subjects.ts";

const withHeads = templateSubject({
	mcis: [pinnedMci("base"), pinnedMci("web", { revision: 0 })],
	boot: [pinnedScript("setup", { revision: 0 })],
});

describe("head-pinned", () => {
	it.each([true, false])("passes a template of commits (production: %s)", (isProduction) =>
		expect(
			findingsOfTemplate("head-pinned", templateSubject({ mcis: [pinnedMci("web")], boot: [pinnedScript("setup")] }), {
				isProduction,
			}),
		).toEqual([]),
	);

	it.each([
		["warning", false],
		["error", true],
	])("reports a %s where production is %s", (severity, isProduction) =>
		expect(findingsOfTemplate("head-pinned", withHeads, { isProduction })).toEqual([
			`${severity} mcis.web: “web” is used at its HEAD, which can still change`,
			`${severity} scripts.boot.setup: “setup” is used at its HEAD, which can still change`,
		]),
	);
});
