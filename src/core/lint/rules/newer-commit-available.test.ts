import { describe, expect, it } from "vitest";
import { findingsOfTemplate, pinnedMci, pinnedScript, templateSubject } from "../../../../test/lint-subjects.ts";

describe("newer-commit-available", () => {
	it.each([
		[2, 2],
		[0, 7],
		[1, null],
	])("passes revision %s where the newest is %s", (revision, newestCommit) =>
		expect(
			findingsOfTemplate(
				"newer-commit-available",
				templateSubject({ mcis: [pinnedMci("web", { revision, newestCommit })] }),
			),
		).toEqual([]),
	);

	it("reports newer commits of MCIs and scripts", () =>
		expect(
			findingsOfTemplate(
				"newer-commit-available",
				templateSubject({
					mcis: [pinnedMci("web", { newestCommit: 5 })],
					boot: [pinnedScript("setup", { newestCommit: 3 })],
				}),
			),
		).toEqual([
			"info mcis.web: web@2 is used, but revision 5 exists",
			"info scripts.boot.setup: setup@2 is used, but revision 3 exists",
		]));
});
