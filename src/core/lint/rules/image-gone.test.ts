import { describe, expect, it } from "vitest";
import { findingsOfMci, mciSubject } from "../../../../test/lint-subjects.ts";

describe("image-gone", () => {
	it.each([
		{},
		{ state: "active" as const },
		{ state: "deprecated" as const },
		{ deletedAt: "2026-01-15T12:00:00.001Z" },
	])("passes %j", (facts) =>
		expect(findingsOfMci("image-gone", mciSubject("web", { "aws-a": { facts } }))).toEqual([]),
	);

	it.each([
		[{ state: "deleted" as const }, "image img-1 was withdrawn"],
		[{ deletedAt: "2026-01-15T12:00:00.000Z" }, "image img-1 was withdrawn on 2026-01-15"],
		[
			{ state: "deleted" as const, deletedAt: "2019-05-06T00:00:00.000Z", replacement: "img-2" },
			"image img-1 was withdrawn on 2019-05-06; it is replaced by img-2",
		],
	])("refuses %j", (facts, text) =>
		expect(findingsOfMci("image-gone", mciSubject("web", { "aws-a": { facts } }))).toEqual([
			`error settings.aws-a.image: ${text}`,
		]),
	);
});
