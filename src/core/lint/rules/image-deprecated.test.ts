import { describe, expect, it } from "vitest";
import { findingsOfMci, type LintRow, lintedAt, mciSubject } from "../../../../test/lint-subjects.ts";
import { activeLifecycle } from "../../component/lifecycle.ts";

const past = "2019-02-19T00:00:00.000Z";

describe("image-deprecated", () => {
	it.each<LintRow>([
		{},
		{ facts: { state: "active" } },
		{ facts: { state: "active", deprecatedAt: "2026-01-16T00:00:00.000Z" } },
		{ facts: { state: "inactive", deprecatedAt: past } },
		{ facts: { state: "deleted", deprecatedAt: past } },
		{ facts: { state: "deprecated" }, lifecycle: { ...activeLifecycle, revokedAt: lintedAt } },
		{ lifecycle: { ...activeLifecycle, deprecatedAt: "2026-02-01T00:00:00.000Z" } },
	])("passes %j", (row) => expect(findingsOfMci("image-deprecated", mciSubject("web", { gcp: row }))).toEqual([]));

	it.each<[LintRow, string]>([
		[{ facts: { state: "deprecated" } }, "image img-1 was deprecated by its publisher"],
		[
			{ facts: { state: "active", deprecatedAt: past, replacement: "img-2" } },
			"image img-1 was deprecated by its publisher on 2019-02-19; it is replaced by img-2",
		],
		[
			{ lifecycle: { ...activeLifecycle, deprecatedAt: past, reason: "too old" } },
			"image img-1 is deprecated (too old)",
		],
	])("warns of %j", (row, text) =>
		expect(findingsOfMci("image-deprecated", mciSubject("web", { gcp: row }))).toEqual([
			`warning settings.gcp.image: ${text}`,
		]),
	);
});
