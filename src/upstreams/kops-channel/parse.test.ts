import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import { source } from "./index.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

sourceContract(source, [
	{ file: fixture("stable-2016-09-30.yaml"), names: ["debian-8-k8s-1.4-x86_64"], lines: 1, images: 1, skipped: 0 },
	{ file: fixture("stable-2016-10-01.yaml"), names: ["debian-8-k8s-1.4-x86_64"], lines: 1, images: 1, skipped: 0 },
	{
		file: fixture("stable-2025-12-22.yaml"),
		names: [
			"ubuntu-20.04-x86_64",
			"ubuntu-22.04-x86_64",
			"ubuntu-24.04-arm64",
			"debian-9-k8s-1.17-x86_64",
			"cos-77-stable-x86_64",
		],
		lines: 22,
		images: 28,
		skipped: 0,
	},
]);

const entries = (...rows: string[]) =>
	source.parse(
		readDocument("alpha", Buffer.from(`spec:\n  images:\n${rows.map((row) => `  - ${row}`).join("\n")}\n`)),
		{},
	);

describe("a kOps channel", () => {
	const listing = source.parse(readDocument("stable.yaml", readFileSync(fixture("stable-2025-12-22.yaml"))), {});

	it("joins the images of one OS in all clouds, each in its kind of reference", () => {
		const line = listing.lines.find((one) => one.name === "ubuntu-22.04-x86_64");
		expect(line?.tags).toEqual(["kubernetes:>=1.27.0 <1.32.0"]);
		expect(line?.releases.map(({ version, releasedAt, notes }) => ({ version, releasedAt, notes }))).toEqual([
			{
				version: "20251212",
				releasedAt: "2025-12-12T00:00:00.000Z",
				notes: ["gcp is at v20250615", "azure is at 22.04.202506120"],
			},
		]);
		expect(line?.releases[0]?.images.map(({ cloud, image }) => [cloud.slug, image.kind, image.uid])).toEqual([
			["aws", "name", "099720109477/ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20251212"],
			["gcp", "path", "projects/ubuntu-os-cloud/global/images/ubuntu-2204-jammy-v20250615"],
			["azure", "urn", "Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:22.04.202506120"],
		]);
		expect(line?.releases[0]?.images[2]?.facts).toMatchObject({
			os: "ubuntu",
			osVersion: "22.04",
			architecture: "x86_64",
			publishedArchitecture: "amd64",
			owner: "Canonical",
			release: "22.04.202506120",
			variant: "gen2",
		});
	});

	it("keeps arm64, and the images made for one Kubernetes version, as lines of their own", () => {
		const names = listing.lines.map((line) => line.name);
		expect(names).toContain("ubuntu-22.04-arm64");
		expect(names.filter((name) => name.startsWith("debian-"))).toEqual([
			"debian-8-k8s-1.4-x86_64",
			"debian-8-k8s-1.5-x86_64",
			"debian-8-k8s-1.6-x86_64",
			"debian-8-k8s-1.7-x86_64",
			"debian-9-k8s-1.8-x86_64",
			"debian-9-k8s-1.9-x86_64",
			"debian-9-k8s-1.10-x86_64",
			"debian-9-k8s-1.11-x86_64",
			"debian-9-k8s-1.12-x86_64",
			"debian-9-k8s-1.13-x86_64",
			"debian-9-k8s-1.14-x86_64",
			"debian-9-k8s-1.15-x86_64",
			"debian-9-k8s-1.16-x86_64",
			"debian-9-k8s-1.17-x86_64",
		]);
	});

	it("has all ranges of a line as tags", () => {
		expect(listing.lines.find((line) => line.name === "ubuntu-20.04-x86_64")?.tags).toEqual([
			"kubernetes:>=1.18.0 <1.27.0",
			"kubernetes:>=1.20.0 <1.27.0",
		]);
	});

	it("with several images of one line in one cloud becomes several complete releases", () => {
		const [line] = entries(
			"{providerID: aws, name: 099720109477/ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20250101, kubernetesVersion: '>=1.28.0'}",
			"{providerID: aws, name: 099720109477/ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20240101, kubernetesVersion: <1.28.0}",
			"{providerID: gce, name: ubuntu-os-cloud/ubuntu-2204-jammy-v20240615}",
		).lines;
		expect(
			line?.releases.map((release) => [release.version, release.images.map((listed) => listed.image.uid.slice(-8))]),
		).toEqual([
			["20240615", ["20240101", "20240615"]],
			["20250101", ["20250101", "20240615"]],
		]);
	});

	it("with both generations of one Azure release keeps them apart", () => {
		const { lines } = entries(
			"{providerID: azure, name: 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts:22.04.202506120'}",
			"{providerID: azure, name: 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:22.04.202506120'}",
		);
		expect(lines.map((line) => line.name)).toEqual(["ubuntu-22.04-x86_64", "ubuntu-22.04-gen2-x86_64"]);
	});

	it("does not join images with different names", () => {
		const { lines } = entries(
			"{providerID: gce, name: ubuntu-os-cloud/ubuntu-minimal-2204-jammy-v20250615}",
			"{providerID: gce, name: ubuntu-os-cloud/ubuntu-2204-jammy-v20250615}",
			"{providerID: digitalocean, name: ubuntu-22-04-x64}",
			"{providerID: aws, name: 595879546273/CoreOS-stable-1967.6.0-hvm}",
		);
		expect(lines.map((line) => [line.name, line.releases[0]?.images.length])).toEqual([
			["ubuntu-22.04-minimal-x86_64", 1],
			["ubuntu-22.04-x86_64", 2],
			["coreos-stable-x86_64", 1],
		]);
	});

	it.each([
		["{name: a/b-20240101}", "the entry names no provider"],
		["{providerID: aws}", "the entry names no image"],
		["{providerID: aws, name: a/b, architectureID: mips}", 'the architecture "mips" is not known'],
		["text", "the entry is not an image"],
	])("skips %s", (row, why) => {
		expect(entries(row)).toEqual({ lines: [], skipped: [{ row: "spec.images[0]", why }] });
	});
});
