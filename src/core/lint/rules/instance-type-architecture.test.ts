import { describe, expect, it } from "vitest";
import { findingsOfMci, type LintRow, mciSubject } from "../../../../test/lint-subjects.ts";

const row = (instanceType: string | null, architecture: "x86_64" | "arm64" | "i386" | null): LintRow => ({
	setting: { instanceType },
	facts: { architecture },
});

describe("instance-type-architecture", () => {
	it.each<[string, LintRow]>([
		["aws-a", row("m7g.large", "arm64")],
		["aws-a", row("m7i.large", "x86_64")],
		["aws-a", row("t2.micro", "i386")],
		["aws-a", row("strange", "arm64")],
		["aws-a", row(null, "arm64")],
		["aws-a", row("m7g.large", null)],
		["azure-a", row("Standard_D4ps_v5", "arm64")],
		["openstack-a", row("a1.medium", "x86_64")],
		["artifact-aws-vmdk", { ...row("m7g.large", "x86_64"), kind: "artifact", uid: "https://example.org/x.vmdk" }],
	])("passes in %s: %j", (cloud, one) =>
		expect(findingsOfMci("instance-type-architecture", mciSubject("web", { [cloud]: one }))).toEqual([]),
	);

	it.each<[string, LintRow, string]>([
		[
			"aws-a",
			row("m7g.large", "x86_64"),
			"instance type m7g.large has arm64 processors, which can't run image img-1 for x86_64",
		],
		[
			"aws-a",
			row("m7i.large", "arm64"),
			"instance type m7i.large has x86_64 processors, which can't run image img-1 for arm64",
		],
		[
			"azure-a",
			row("Standard_B2pts_v2", "x86_64"),
			"instance type Standard_B2pts_v2 has arm64 processors, which can't run image img-1 for x86_64",
		],
		[
			"gcp",
			row("n2-standard-2", "arm64"),
			"instance type n2-standard-2 has x86_64 processors, which can't run image img-1 for arm64",
		],
	])("refuses in %s: %j", (cloud, one, text) => {
		expect(findingsOfMci("instance-type-architecture", mciSubject("web", { [cloud]: one }))).toEqual([
			`error settings.${cloud}.instanceType: ${text}`,
		]);
	});

	it("only warns where the architecture is read from the image's name", () => {
		const one: LintRow = {
			setting: { instanceType: "m7g.large" },
			facts: { name: "ubuntu-noble-24.04-amd64-server-20250805" },
		};
		expect(findingsOfMci("instance-type-architecture", mciSubject("web", { "aws-a": one }))).toEqual([
			"warning settings.aws-a.instanceType: instance type m7g.large has arm64 processors, which can't run image img-1 (ubuntu-noble-24.04-amd64-server-20250805) for x86_64",
		]);
	});
});
