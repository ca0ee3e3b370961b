import { describe, expect, it } from "vitest";
import { findingsOfMci, mciSubject } from "../../../../test/lint-subjects.ts";

describe("image-id-form", () => {
	it.each([
		["aws-us-east-1", { uid: "ami-0123456789abcdef0" }],
		["gcp", { uid: "projects/acme/global/images/web-7", kind: "path" as const }],
		["acme-one", { uid: "anything" }],
	])("passes %s %j", (cloud, row) =>
		expect(findingsOfMci("image-id-form", mciSubject("web", { [cloud]: row }))).toEqual([]),
	);

	it.each([
		["aws-us-east-1", { uid: "ami-123" }, "“ami-123” is not an AMI id (ami- and 8 to 17 hex digits)"],
		[
			"azure",
			{ uid: "Canonical:ubuntu:server:latest", kind: "urn" as const },
			"“Canonical:ubuntu:server:latest” moves: it names another image tomorrow",
		],
	])("refuses %s %j", (cloud, row, text) =>
		expect(findingsOfMci("image-id-form", mciSubject("web", { [cloud]: row }))).toEqual([
			`error settings.${cloud}.image: ${text}`,
		]),
	);
});
