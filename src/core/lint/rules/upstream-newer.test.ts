import { describe, expect, it } from "vitest";
import { findingsOfMci, mciSubject } from "../../../../test/lint-subjects.ts";

const subject = mciSubject("web", { gcp: {} });

describe("upstream-newer", () => {
	it.each([undefined, null])("passes an MCI without a newer release (%s)", (newerUpstream) =>
		expect(
			findingsOfMci("upstream-newer", newerUpstream === undefined ? subject : { ...subject, newerUpstream }),
		).toEqual([]),
	);

	it.each([
		[7, "in revision 7"],
		[null, "not imported yet"],
	])("reports a release in commit %s", (revision, where) =>
		expect(
			findingsOfMci("upstream-newer", { ...subject, newerUpstream: { release: "42.20250901.3.0", revision } }),
		).toEqual([`info settings: the upstream of “web” has release 42.20250901.3.0, ${where}`]),
	);
});
