import { describe, expect, it } from "vitest";
import { findingsOfMci, type LintRow, mciSubject } from "../../../../test/lint-subjects.ts";

const arm: LintRow = { facts: { architecture: "arm64" } };
const x86: LintRow = { facts: { architecture: "x86_64" } };

describe("architecture-differs", () => {
	it.each<[string, Record<string, LintRow>]>([
		["one architecture everywhere", { "aws-a": arm, gcp: arm }],
		["images of which nobody says it", { "aws-a": arm, gcp: {} }],
		[
			"an artifact of another architecture",
			{ "aws-a": arm, "artifact-x-qcow2": { ...x86, kind: "artifact", uid: "https://example.org/x86_64.qcow2" } },
		],
	])("passes %s", (_case, rows) => expect(findingsOfMci("architecture-differs", mciSubject("web", rows))).toEqual([]));

	it("finds the settings with another architecture than most", () => {
		expect(findingsOfMci("architecture-differs", mciSubject("web", { "aws-a": x86, "aws-b": arm, gcp: x86 }))).toEqual([
			"warning settings.aws-b.image: image img-1 is for arm64, but 2 of 3 images are for x86_64",
		]);
	});

	it("reads it from an image's name if the catalogue has none", () => {
		const named: LintRow = { uid: "projects/p/global/images/ubuntu-2404-noble-arm64-v20250805", kind: "path" };
		expect(findingsOfMci("architecture-differs", mciSubject("web", { "aws-a": x86, gcp: named }))).toEqual([
			"warning settings.gcp.image: image projects/p/global/images/ubuntu-2404-noble-arm64-v20250805 is for arm64, but 1 of 2 images are for x86_64",
		]);
	});
});
