import { describe, expect, it } from "vitest";
import { findingsOfMci, mciSubject } from "../../../../test/lint-subjects.ts";

describe("cloud-missing", () => {
	it.each([{ requiredClouds: [] }, { requiredClouds: ["aws-a"] }, { requiredClouds: ["gcp", "aws-a"] }])(
		"passes %j",
		(facts) => expect(findingsOfMci("cloud-missing", mciSubject("web", { "aws-a": {}, gcp: {} }), facts)).toEqual([]),
	);

	it("refuses a map without a required cloud, once per cloud", () =>
		expect(
			findingsOfMci("cloud-missing", mciSubject("web", { "aws-a": {} }), {
				requiredClouds: ["gcp", "aws-a", "azure-b", "gcp"],
			}),
		).toEqual([
			"error settings.azure-b: “web” has no setting for azure-b, which the account requires",
			"error settings.gcp: “web” has no setting for gcp, which the account requires",
		]));
});
