import { describe, expect, it } from "vitest";
import { findingsOfMci, type LintRow, mciSubject } from "../../../../test/lint-subjects.ts";

const of = (os: string | null, osVersion: string | null, name: string | null = null): LintRow => ({
	facts: { os, osVersion, name },
});

describe("os-version-differs", () => {
	it.each<[string, Record<string, LintRow>]>([
		["one version everywhere", { "aws-a": of("ubuntu", "24.04"), gcp: of("ubuntu", "24.04") }],
		["a version that only says less", { "aws-a": of("almalinux", "9"), gcp: of("almalinux", "9.6") }],
		["two spellings of a service pack", { "aws-a": of("sles", "15.4"), gcp: of("sles", "15-sp4") }],
		[
			"versions of different OSes, which os-differs tells",
			{ "aws-a": of("debian", "12"), "aws-b": of("debian", "12"), gcp: of("ubuntu", "24.04") },
		],
		["a version nobody says", { "aws-a": of("debian", null), gcp: of("debian", "12") }],
	])("passes %s", (_case, rows) => expect(findingsOfMci("os-version-differs", mciSubject("web", rows))).toEqual([]));

	it.each<[string, Record<string, LintRow>, string]>([
		[
			"12.10",
			{ "aws-a": of("ubuntu", "12.1"), "aws-b": of("ubuntu", "12.10"), "aws-c": of("ubuntu", "12.10") },
			"aws-a.image: image img-1 has ubuntu 12.1",
		],
		[
			"9.6",
			{ "aws-a": of("rocky", "9"), "aws-b": of("rocky", "9.5"), "aws-c": of("rocky", "9.6"), gcp: of("rocky", "9.6") },
			"aws-b.image: image img-1 has rocky 9.5",
		],
		[
			"2012",
			{ "aws-a": of("windows", "2012"), "aws-b": of("windows", "2012"), gcp: of("windows", "2012-r2") },
			"gcp.image: image img-1 has windows 2012-r2",
		],
		[
			"22.04",
			{
				"aws-a": of(null, null, "ubuntu-jammy-22.04-amd64-server-20251212"),
				gcp: of("ubuntu", "24.04"),
				"gcp-b": of("ubuntu", "22.04"),
			},
			"gcp.image: image img-1 has ubuntu 24.04",
		],
	])("finds another version than %s", (_usual, rows, said) => {
		const found = findingsOfMci("os-version-differs", mciSubject("web", rows));
		expect(found).toHaveLength(1);
		expect(found[0]).toContain(`warning settings.${said}, but `);
	});

	it("reports a version as text, and leaves out an unknown OS", () => {
		const rows = { "aws-a": of(null, "2024.1"), "aws-b": of(null, "2025.1"), gcp: of(null, "2025.1") };
		expect(findingsOfMci("os-version-differs", mciSubject("web", rows))).toEqual([
			"warning settings.aws-a.image: image img-1 has version 2024.1, but 2 of 3 images have version 2025.1",
		]);
	});
});
