import { describe, expect, it } from "vitest";
import { findingsOfMci, mciSubject } from "../../../../test/lint-subjects.ts";

describe("no-settings", () => {
	it("passes a map with a setting", () =>
		expect(findingsOfMci("no-settings", mciSubject("web", { gcp: {} }))).toEqual([]));
	it("warns of an empty map", () =>
		expect(findingsOfMci("no-settings", mciSubject("web", {}))).toEqual(["warning settings: “web” has no setting"]));
});
