import { describe, expect, it } from "vitest";
import { findingsOfMci, mciSubject } from "../../../../test/lint-subjects.ts";

describe("image-inactive", () => {
	it.each([{}, { state: "active" as const }, { state: "inactive" as const, deletedAt: "2020-01-01T00:00:00.000Z" }])(
		"passes %j",
		(facts) => expect(findingsOfMci("image-inactive", mciSubject("web", { gcp: { facts } }))).toEqual([]),
	);

	it("reports the newer image", () =>
		expect(
			findingsOfMci(
				"image-inactive",
				mciSubject("web", { gcp: { facts: { state: "inactive", replacement: "img-2" } } }),
			),
		).toEqual(["info settings.gcp.image: image img-1 is inactive; its publisher has a newer one: img-2"]));
});
