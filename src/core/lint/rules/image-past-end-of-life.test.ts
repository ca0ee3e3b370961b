import { describe, expect, it } from "vitest";
import { findingsOfMci, mciSubject } from "../../../../test/lint-subjects.ts";

describe("image-past-end-of-life", () => {
	it.each([
		{},
		{ endOfLifeAt: "2029-05-31T00:00:00.000Z" },
		{ endOfLifeAt: "2017-04-26T00:00:00.000Z", state: "deleted" as const },
	])("passes %j", (facts) =>
		expect(findingsOfMci("image-past-end-of-life", mciSubject("web", { gcp: { facts } }))).toEqual([]),
	);

	it("warns from the end of life on", () =>
		expect(
			findingsOfMci(
				"image-past-end-of-life",
				mciSubject("web", { gcp: { facts: { endOfLifeAt: "2017-04-26T00:00:00.000Z" } } }),
			),
		).toEqual(["warning settings.gcp.image: image img-1 reached its end of life on 2017-04-26"]));
});
