import { describe, expect, it } from "vitest";
import { findingsOfMci, type LintRow, mciSubject } from "../../../../test/lint-subjects.ts";

describe("image-unknown", () => {
	it.each<LintRow>([
		{ facts: { name: "web" } },
		{ facts: { os: "debian" } },
		{ facts: { state: "active" } },
		{ facts: { owner: "123456789012" } },
		{ uid: "projects/debian-cloud/global/images/debian-12-bookworm-v20250805", kind: "path" },
		{ uid: "https://example.org/x.qcow2", kind: "artifact" },
	])("passes %j", (row) => {
		const cloud = row.kind === "artifact" ? "artifact-x-qcow2" : "gcp";
		expect(findingsOfMci("image-unknown", mciSubject("web", { [cloud]: row }))).toEqual([]);
	});

	it.each<LintRow>([{}, { facts: null }, { facts: {} }])("reports %j", (row) =>
		expect(findingsOfMci("image-unknown", mciSubject("web", { gcp: row }))).toEqual([
			"info settings.gcp.image: nothing is known about image img-1",
		]),
	);
});
