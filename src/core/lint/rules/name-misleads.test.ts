import { describe, expect, it } from "vitest";
import { findingsOfMci, type LintRow, mciSubject } from "../../../../test/lint-subjects.ts";

const named = (name: string): LintRow => ({ facts: { name } });
const fcos = (release: string, architecture: "x86_64" | "arm64" = "x86_64"): LintRow => ({
	facts: { os: "fedora-coreos", osVersion: release.slice(0, 2), architecture, release },
});

describe("name-misleads", () => {
	it.each<[string, LintRow]>([
		["Fedora CoreOS 42.20250818.3.0 x86_64", fcos("42.20250818.3.0")],
		[
			"Fedora CoreOS 42.20250818.3.0 x86_64",
			{ uid: "projects/fedora-coreos-cloud/global/images/fedora-coreos-42-20250818-3-0-gcp-x86-64", kind: "path" },
		],
		["fedora-coreos-stable-x86_64", fcos("42.20250901.3.0")],
		[
			"ubuntu-noble-24.04-amd64-server-20250805",
			named("ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20250805"),
		],
		[
			"ubuntu-noble-24.04-amd64-server-20250805",
			named("ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20250805.1"),
		],
		["ubuntu-noble-24.04-amd64-server-20250805", named("ubuntu-2404-noble-amd64-v20250805")],
		[
			"ubuntu-noble-24.04-amd64-server-20250805",
			{ uid: "Canonical:ubuntu-24_04-lts:server:24.04.202508050", kind: "urn" },
		],
		["RightImage_CentOS_5.6_x64_v5.7", named("RightImage_CentOS_5.6_x64_v5.7")],
		["RightImage_CentOS_5.6_x64_v5.7", { facts: { os: "centos", osVersion: "5.6", architecture: "x86_64" } }],
		["RightImage_CentOS_5.6_x64_v5.7", { facts: { os: "CentOS", osVersion: "5", architecture: "x86_64" } }],
		[
			"CentOS 7",
			named("CentOS Linux 7 x86_64 HVM EBS ENA 1901_01-b7ee8a69-ee97-4a49-9e68-afaee216db2e-ami-05713873c6794f575.4"),
		],
		["web 2.0.1", named("ubuntu-noble-24.04-amd64-server-20250805")],
		["web-v2-20250101", named("ubuntu-noble-24.04-amd64-server-20250805")],
		["SUSE Linux Enterprise Server 15 SP4", { facts: { os: "sles", osVersion: "15-sp4" } }],
		["suse 15.4", { facts: { os: "sles", osVersion: "15-sp4" } }],
		["windows-2019-base", {}],
	])("accepts “%s” for %j", (name, row) =>
		expect(findingsOfMci("name-misleads", mciSubject(name, { "aws-a": row }))).toEqual([]),
	);

	it.each<[string, LintRow, string]>([
		[
			"Fedora CoreOS 42.20250818.3.0 x86_64",
			fcos("42.20250901.3.0"),
			"the build 42.20250818.3.0, but the image is 42.20250901.3.0",
		],
		[
			"Fedora CoreOS 42.20250818.3.0 x86_64",
			fcos("42.20250818.3.0", "arm64"),
			"the architecture x86_64, but the image is arm64",
		],
		["Fedora CoreOS 42.20250818.3.0 x86_64", fcos("41.20250818.3.0"), "the version 42, but the image is 41"],
		[
			"Fedora CoreOS 42.20250818.3.0",
			named("Rocky-9-ec2-9.6-20250818.0.x86_64"),
			"the OS fedora-coreos, but the image is rocky",
		],
		[
			"ubuntu-noble-24.04-amd64-server-20250805",
			named("ubuntu-noble-24.04-amd64-server-20250901"),
			"the build 20250805, but the image is 20250901",
		],
		[
			"ubuntu-noble-24.04-amd64-server-20250805",
			named("ubuntu-jammy-22.04-amd64-server-20250805"),
			"the version 24.04, but the image is 22.04",
		],
		[
			"ubuntu-noble-24.04-amd64-server",
			named("ubuntu-noble-24.04-arm64-server-20250805"),
			"the architecture x86_64, but the image is arm64",
		],
		[
			"ubuntu-noble-24.04-amd64-server-20250805",
			{ uid: "Canonical:ubuntu-24_04-lts:server:24.04.202509010", kind: "urn" },
			"the build 20250805, but the image is 24.04.202509010",
		],
		[
			"RightImage_CentOS_5.6_x64_v5.7",
			named("RightImage_CentOS_5.6_x64_v5.8.8"),
			"the build v5.7, but the image is v5.8.8",
		],
		[
			"RightImage_CentOS_5.6_x64_v5.7",
			named("RightImage_CentOS_5.4_x64_v5.7"),
			"the version 5.6, but the image is 5.4",
		],
		[
			"RightImage_CentOS_5.6_x64_v5.7",
			named("RightImage_CentOS_5.6_i386_v5.7"),
			"the architecture x86_64, but the image is i386",
		],
		[
			"RightImage_CentOS_5.6_x64_v5.7",
			named("RightImage_Ubuntu_12.04_x64_v5.7"),
			"the OS centos, but the image is ubuntu",
		],
	])("finds that “%s” does not fit %j", (name, row, said) => {
		const found = findingsOfMci("name-misleads", mciSubject(name, { "aws-a": row }));
		expect(found).toContain(`warning name: the name “${name}” says ${said} in aws-a`);
	});

	it("reports one problem per value, with the clouds that have it", () => {
		const clouds = ["aws-a", "aws-b", "aws-c", "aws-d", "aws-e", "aws-f", "aws-g"];
		const rows = Object.fromEntries(clouds.map((cloud) => [cloud, fcos("42.20250901.3.0")]));
		expect(
			findingsOfMci(
				"name-misleads",
				mciSubject("Fedora CoreOS 42.20250818.3.0 x86_64", { ...rows, gcp: fcos("42.20250818.3.0") }),
			),
		).toEqual([
			"warning name: the name “Fedora CoreOS 42.20250818.3.0 x86_64” says the build 42.20250818.3.0, but the image is 42.20250901.3.0 in aws-a, aws-b, aws-c, aws-d, aws-e and 2 more",
		]);
	});
});
