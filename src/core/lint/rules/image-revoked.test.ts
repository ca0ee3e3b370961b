import { describe, expect, it } from "vitest";
import { findingsOfMci, lintedAt, mciSubject } from "../../../../test/lint-subjects.ts";
import { activeLifecycle } from "../../component/lifecycle.ts";

describe("image-revoked", () => {
	it.each([{}, { deprecatedAt: lintedAt }, { revokedAt: "2026-02-01T00:00:00.000Z" }])("passes %j", (said) =>
		expect(
			findingsOfMci("image-revoked", mciSubject("web", { "aws-a": { lifecycle: { ...activeLifecycle, ...said } } })),
		).toEqual([]),
	);

	it("passes an image without a lifecycle", () =>
		expect(findingsOfMci("image-revoked", mciSubject("web", { "aws-a": {} }))).toEqual([]));

	it.each([
		[{ revokedAt: lintedAt }, "image img-1 is revoked"],
		[
			{ revokedAt: lintedAt, reason: "CVE-2026-1", replacement: "img-2" },
			"image img-1 is revoked (CVE-2026-1); it is replaced by img-2",
		],
	])("refuses %j", (said, text) =>
		expect(
			findingsOfMci("image-revoked", mciSubject("web", { "aws-a": { lifecycle: { ...activeLifecycle, ...said } } })),
		).toEqual([`error settings.aws-a.image: ${text}`]),
	);
});
