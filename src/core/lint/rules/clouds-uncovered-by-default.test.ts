import { describe, expect, it } from "vitest";
import { findingsOfTemplate, pinnedMci, templateSubject } from "../../../../test/lint-subjects.ts";

const found = (...clouds: string[][]) =>
	findingsOfTemplate(
		"clouds-uncovered-by-default",
		templateSubject({ mcis: clouds.map((list, i) => pinnedMci(`mci-${i}`, { clouds: list })) }),
	);

describe("clouds-uncovered-by-default", () => {
	it.each([
		["no MCI", []],
		["one MCI", [["gcp"]]],
		["a default that has more", [["aws-a", "gcp"], ["gcp"]]],
		["artifacts that only another has", [["gcp"], ["gcp", "artifact-x-qcow2"]]],
	])("passes %s", (_case, clouds) => expect(found(...clouds)).toEqual([]));

	it("names the clouds that only another MCI has", () =>
		expect(found(["gcp"], ["aws-a", "aws-b", "gcp"], ["gcp"])).toEqual([
			"warning mcis.mci-1: “mci-1” maps aws-a and aws-b, which the default “mci-0” does not",
		]));
});
