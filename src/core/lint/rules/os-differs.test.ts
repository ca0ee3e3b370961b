import { describe, expect, it } from "vitest";
import { findingsOfMci, type LintRow, mciSubject } from "../../../../test/lint-subjects.ts";

const of = (os: string | null, name: string | null = null): LintRow => ({ facts: { os, name } });

describe("os-differs", () => {
	it.each<[string, Record<string, LintRow>]>([
		["one OS everywhere", { "aws-a": of("ubuntu"), "aws-b": of("ubuntu"), gcp: of("ubuntu") }],
		["another spelling of the same OS", { "aws-a": of("ubuntu"), gcp: of("Ubuntu Linux") }],
		["a word that only says less", { "aws-a": of("suse"), gcp: of("sles") }],
		["a family's word", { "aws-a": of("Linux/UNIX"), gcp: of("debian") }],
		["nothing known", { "aws-a": of(null), gcp: of("debian"), "azure-x": {} }],
		["the same OS told by the name only", { "aws-a": of("debian"), gcp: of(null, "debian-12-bookworm-v20250805") }],
		[
			"another OS in an artifact",
			{
				gcp: of("debian"),
				"artifact-x-qcow2": { ...of("ubuntu"), kind: "artifact", uid: "https://example.org/u.qcow2" },
			},
		],
		["no setting", {}],
	])("passes %s", (_case, rows) => expect(findingsOfMci("os-differs", mciSubject("web", rows))).toEqual([]));

	it("names the settings that have another OS than most", () => {
		const rows = {
			"aws-a": of("debian"),
			"aws-b": of("ubuntu"),
			"aws-c": of("debian"),
			gcp: of(null, "rocky-linux-9-v20250805"),
		};
		expect(findingsOfMci("os-differs", mciSubject("web", rows))).toEqual([
			"warning settings.aws-b.image: image img-1 has ubuntu, but 2 of 4 images have debian",
			"warning settings.gcp.image: image img-1 (rocky-linux-9-v20250805) has rocky, but 2 of 4 images have debian",
		]);
	});

	it("reads the OS from a path, URN or name, and not from a plain id", () => {
		const rows: Record<string, LintRow> = {
			"aws-a": { uid: "099720109477/ubuntu-noble-24.04-amd64-server-20250805", kind: "name" },
			"azure-a": { uid: "OpenLogic:CentOS:7_9-gen2:7.9.2022020701", kind: "urn" },
			gcp: { uid: "projects/ubuntu-os-cloud/global/images/ubuntu-2404-noble-amd64-v20250805", kind: "path" },
			"openstack-a": { uid: "debian-12", kind: "id" },
		};
		expect(findingsOfMci("os-differs", mciSubject("web", rows))).toEqual([
			"warning settings.azure-a.image: image OpenLogic:CentOS:7_9-gen2:7.9.2022020701 has centos, but 2 of 4 images have ubuntu",
		]);
	});
});
