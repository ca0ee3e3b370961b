import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import type { Listing } from "../source.ts";
import { source } from "./index.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);
const listingOf = (name: string) => source.parse(readDocument(name, readFileSync(fixture(name))), {});
const read = (text: string) => source.parse(readDocument("profile.yaml", Buffer.from(text)), {});
const lineOf = (listing: Listing, name: string) => listing.lines.find((line) => line.name === name);
const cellsOf = (listing: Listing) =>
	listing.lines.flatMap((line) =>
		line.releases.flatMap((release) =>
			release.images.map(
				({ cloud, image }) => `${line.name} ${release.version} ${cloud.slug} ${image.kind} ${image.uid}`,
			),
		),
	);
const config = (type: string, images: string) => `
providerConfig:
  apiVersion: ${type}.provider.extensions.gardener.cloud/v1alpha1
  kind: CloudProfileConfig
  machineImages:
${images}`;

sourceContract(source, [
	{
		file: fixture("aws.yaml"),
		names: ["gardenlinux-x86_64", "suse-chost-x86_64", "ubuntu-x86_64"],
		lines: 3,
		images: 105,
		skipped: 0,
	},
	{
		file: fixture("azure.yaml"),
		names: ["suse-chost-x86_64", "suse-chost-gen2-x86_64"],
		lines: 4,
		images: 7,
		skipped: 0,
	},
	{ file: fixture("gcp.yaml"), names: ["gardenlinux-x86_64"], lines: 3, images: 6, skipped: 0 },
	{
		file: fixture("openstack.yaml"),
		names: ["gardenlinux-x86_64", "gardenlinux-arm64", "flatcar-x86_64"],
		lines: 3,
		images: 5,
		skipped: 1,
	},
]);

describe("a CloudProfile", () => {
	it("becomes a line per image and a release per version, lowest first", () => {
		const line = lineOf(listingOf("aws.yaml"), "gardenlinux-x86_64");
		expect(line?.scope).toEqual({ kind: "cloud-type", type: "aws" });
		expect(line?.releases.map((release) => [release.version, release.releasedAt, release.images.length])).toEqual([
			["318.8.0", null, 17],
			["576.7.0", null, 17],
		]);
		expect(line?.releases[1]?.images[0]).toMatchObject({
			cloud: { slug: "aws-eu-north-1" },
			image: { kind: "id", uid: "ami-0f05e0c0bdbbfb5ba", checksum: null },
		});
	});

	it("has the same keys in the file of each cloud", () => {
		const keys = ["aws.yaml", "azure.yaml", "gcp.yaml"].map((name) => listingOf(name).lines.map((line) => line.key));
		expect(keys[0]?.toSorted()).toEqual(keys[2]?.toSorted());
		expect(keys[1]).toEqual(expect.arrayContaining(keys[0] ?? []));
	});

	it("reads 18.4 as Ubuntu 18.04, and 15.3 as SLES 15 SP3", () => {
		const facts = (name: string) => lineOf(listingOf("gcp.yaml"), name)?.releases.at(-1)?.images[0]?.facts;
		expect(facts("ubuntu-x86_64")).toMatchObject({ os: "ubuntu", osVersion: "18.04", release: "18.4.20210415" });
		expect(facts("suse-chost-x86_64")).toMatchObject({ os: "sles", osVersion: "15-sp3" });
		expect(facts("gardenlinux-x86_64")).toMatchObject({ os: "gardenlinux", osVersion: "576.7.0" });
	});

	it("has Azure's second generation as a variant of the same release", () => {
		const line = lineOf(listingOf("azure.yaml"), "suse-chost-gen2-x86_64");
		expect(line?.releases[0]).toMatchObject({
			version: "15.3.20220126",
			images: [
				{
					cloud: { slug: "azure" },
					image: { kind: "urn", uid: "suse:sles-15-sp3-chost-byos:gen2:2022.01.26" },
					facts: { variant: "gen2", release: "15.3.20220126-gen2" },
				},
			],
		});
	});

	it("has Google's images as paths of one place", () => {
		expect(cellsOf(listingOf("gcp.yaml"))).toContain(
			"ubuntu-x86_64 18.4.20210415 gcp path projects/ubuntu-os-cloud/global/images/ubuntu-1804-bionic-v20210415",
		);
	});

	it("may name a region once per architecture; the default is amd64", () => {
		expect(cellsOf(listingOf("openstack.yaml"))).toEqual([
			"gardenlinux-x86_64 1443.9.0 openstack-regionone id 8d4c8a52-3f57-4a7f-9d0b-6f1b2e7a1c04",
			"gardenlinux-x86_64 1443.10.0 openstack-regionone id 8d4c8a52-3f57-4a7f-9d0b-6f1b2e7a1c01",
			"gardenlinux-x86_64 1443.10.0 openstack-regiontwo id 8d4c8a52-3f57-4a7f-9d0b-6f1b2e7a1c03",
			"gardenlinux-arm64 1443.10.0 openstack-regionone id 8d4c8a52-3f57-4a7f-9d0b-6f1b2e7a1c02",
			"flatcar-x86_64 3815.2.2 openstack name flatcar-3815.2.2",
		]);
		expect(listingOf("openstack.yaml").skipped).toEqual([
			{ row: "spec.providerConfig.machineImages[0].versions[1].regions[1]", why: "there is no image id for RegionTwo" },
		]);
	});

	it("has the lifecycle of a version", () => {
		const releases = lineOf(listingOf("openstack.yaml"), "gardenlinux-x86_64")?.releases;
		expect(releases?.[0]?.images[0]?.facts).toMatchObject({
			state: "deprecated",
			endOfLifeAt: "2024-09-30T23:59:59.000Z",
		});
		expect(releases?.[1]?.images[0]?.facts.state).toBe("active");
		expect(releases?.[1]?.images[0]?.facts).not.toHaveProperty("endOfLifeAt");
	});

	it("of Azure may list galleries' images, and a version once per architecture", () => {
		const listing = read(
			config(
				"azure",
				`  - name: gardenlinux
    versions:
    - version: 1.0.0
      communityGalleryImageID: /CommunityGalleries/gl-1/Images/gardenlinux/Versions/1.0.0
    - version: 1.0.0
      architecture: arm64
      sharedGalleryImageID: /SharedGalleries/gl/Images/gardenlinux-arm64/Versions/1.0.0
    - version: 1.1.0
      id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/gl/images/gardenlinux/versions/1.1.0
    - version: 1.2.0
      urn: sap:gardenlinux`,
			),
		);
		expect(cellsOf(listing)).toEqual([
			"gardenlinux-x86_64 1.0.0 azure path /CommunityGalleries/gl-1/Images/gardenlinux/Versions/1.0.0",
			"gardenlinux-x86_64 1.1.0 azure path /subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/gl/images/gardenlinux/versions/1.1.0",
			"gardenlinux-arm64 1.0.0 azure path /SharedGalleries/gl/Images/gardenlinux-arm64/Versions/1.0.0",
		]);
		expect(listing.skipped).toEqual([
			{
				row: "providerConfig.machineImages[0].versions[3].urn",
				why: "sap:gardenlinux is not a URN of publisher:offer:sku:version",
			},
		]);
	});

	it("may list its images by capability", () => {
		const listing = read(
			config(
				"aws",
				`  - name: gardenlinux
    versions:
    - version: 2000.0.0
      capabilityFlavors:
      - capabilities: {architecture: [amd64], bootMode: [uefi]}
        regions:
        - {name: eu-west-1, ami: ami-00000001}
      - capabilities: {architecture: [amd64], bootMode: [legacy]}
        regions:
        - {name: eu-west-1, ami: ami-00000002}
      - capabilities: {architecture: [arm64], bootMode: [uefi]}
        regions:
        - {name: eu-west-1, ami: ami-00000003}`,
			),
		);
		expect(cellsOf(listing)).toEqual([
			"gardenlinux-uefi-x86_64 2000.0.0 aws-eu-west-1 id ami-00000001",
			"gardenlinux-legacy-x86_64 2000.0.0 aws-eu-west-1 id ami-00000002",
			"gardenlinux-arm64 2000.0.0 aws-eu-west-1 id ami-00000003",
		]);
	});

	it("of Alibaba Cloud has ids per region", () => {
		const images = `  - name: ubuntu
    versions:
    - version: 18.4.20210415
      regions:
      - {name: eu-central-1, id: ubuntu_18_04_x64_20G_alibase_20210420.vhd}
      - {name: cn-beijing, id: m-2ze1hpiqaokoh5cl0tcm}`;
		expect(cellsOf(read(config("alicloud", images)))).toEqual([
			"ubuntu-x86_64 18.4.20210415 alibaba-eu-central-1 id ubuntu_18_04_x64_20G_alibase_20210420.vhd",
			"ubuntu-x86_64 18.4.20210415 alibaba-cn-beijing id m-2ze1hpiqaokoh5cl0tcm",
		]);
	});

	it("with two ids for one region, architecture and version is refused at the second", () => {
		const images = `  - name: ubuntu
    versions:
    - version: 1.0.0
      regions:
      - {name: eu-west-1, ami: ami-00000001}
      - {name: eu-west-1, ami: ami-00000002}`;
		expect(() => read(config("aws", images))).toThrow(/two images for aws-eu-west-1/);
	});

	it("whose images are not a list is refused with its place", () => {
		expect(() => read(config("aws", "    ubuntu: x"))).toThrow(/profile\.yaml:\d+:\d+: machineImages is not a list/);
	});
});
