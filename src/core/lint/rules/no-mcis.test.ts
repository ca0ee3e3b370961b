import { describe, expect, it } from "vitest";
import { findingsOfTemplate, pinnedMci, templateSubject } from "../../../../test/lint-subjects.ts";

describe("no-mcis", () => {
	it("passes a template with an MCI", () =>
		expect(findingsOfTemplate("no-mcis", templateSubject({ mcis: [pinnedMci("web")] }))).toEqual([]));
	it("warns of one without", () =>
		expect(findingsOfTemplate("no-mcis", templateSubject({}))).toEqual(["warning mcis: “shop” has no MCI"]));
});
