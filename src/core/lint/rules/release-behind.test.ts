import { describe, expect, it } from "vitest";
import { findingsOfMci, mciSubject } from "../../../../test/lint-subjects.ts";

describe("release-behind", () => {
	const subject = mciSubject("web", { "aws-us-gov-west-1": {} });

	it("passes a map whose clouds all are at its release", () =>
		expect(findingsOfMci("release-behind", { ...subject, behind: [] })).toEqual([]));

	it("reports a cloud that is behind", () => {
		const behind = [{ cloud: "aws-us-gov-west-1", release: "14.1.4.2" }];
		expect(findingsOfMci("release-behind", { ...subject, behind })).toEqual([
			"info settings.aws-us-gov-west-1.image: aws-us-gov-west-1 is still at release 14.1.4.2",
		]);
	});
});
