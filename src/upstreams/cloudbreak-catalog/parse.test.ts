import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import { source } from "./index.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);
const parse = (name: string) => source.parse(readDocument(name, readFileSync(fixture(name))), {});

sourceContract(source, [
	{
		file: fixture("cb-prod-image-catalog.json"),
		names: ["cloudbreak-base-amazonlinux-x86_64", "cloudbreak-base-centos7-x86_64"],
		lines: 2,
		// amazonlinux 10 + 10 + 10 + 15; centos7 eight states of 26 Azure regions and one Google image
		images: 261,
		skipped: 8,
	},
	{
		file: fixture("cb-image-catalog-v3.json"),
		names: [
			"cloudbreak-base-centos7-x86_64",
			"cloudbreak-cdh-7.2.1-centos7-x86_64",
			"cloudbreak-cdh-7.2.2-centos7-x86_64",
		],
		lines: 3,
		// 16 + 38, three times 16 + 36, 16 + 36
		images: 262,
		skipped: 0,
	},
	{
		file: fixture("cb-image-catalog-v1.json"),
		names: ["cloudbreak-hdp-2.5", "cloudbreak-hdp-2.4"],
		lines: 2,
		images: 9,
		skipped: 1,
	},
]);

const catalog = (...images: object[]) =>
	source.parse(
		readDocument("catalog.json", Buffer.from(JSON.stringify({ images: { "base-images": images }, versions: {} }))),
		{},
	);

describe("Cloudbreak's catalogs", () => {
	it("join the entries that one day has for each cloud", () => {
		const line = parse("cb-image-catalog-v3.json").lines.find(
			(one) => one.name === "cloudbreak-cdh-7.2.2-centos7-x86_64",
		);
		expect(line?.releases.map((release) => [release.version, release.releasedAt])).toEqual([
			["2020-10-08", "2020-10-08T00:00:00.000Z"],
			["2020-10-21", "2020-10-21T00:00:00.000Z"],
			["2020-10-21.2", "2020-10-21T00:00:00.000Z"],
		]);
		const images = line?.releases[0]?.images ?? [];
		const at = (slug: string) => images.find((listed) => listed.cloud.slug === slug);
		expect(at("aws-us-west-2")?.image).toEqual({ kind: "id", uid: "ami-06b809496a3f58917", checksum: null });
		expect(at("azure-brazilsouth")?.image).toEqual({
			kind: "object",
			uid: "https://cldrbrazilsouth.blob.core.windows.net/images/cb-cdh-72-2010051530.vhd",
			checksum: null,
		});
		expect(at("aws-us-west-2")?.facts).toMatchObject({
			os: "centos",
			osVersion: "7",
			variant: "cdh",
			createdAt: "2020-10-08T14:03:16.000Z",
		});
	});

	it("keep the previous image of a cloud without a new build, and note it", () => {
		const line = parse("cb-prod-image-catalog.json").lines.find((one) => one.name === "cloudbreak-base-centos7-x86_64");
		const release = line?.releases.find((one) => one.version === "2018-02-15");
		expect(release?.notes).toEqual(["azure is at 2018-02-14"]);
		expect(release?.images.filter((listed) => listed.cloud.type === "azure").length).toBe(26);
		expect(release?.images.find((listed) => listed.cloud.slug === "gcp")?.image).toEqual({
			kind: "object",
			uid: "sequenceiqimage/cb-hdp--1802151155.tar.gz",
			checksum: null,
		});
	});

	it("report that mock and yarn are not clouds", () => {
		const reasons = new Set(parse("cb-prod-image-catalog.json").skipped.map((skipped) => skipped.why));
		expect(reasons).toEqual(
			new Set(["mock is Cloudbreak's test double, not a cloud", "yarn runs containers, it has no machine images"]),
		);
	});

	it("of the first version become a line per branch of the stack, in the order of their builds", () => {
		const listing = parse("cb-image-catalog-v1.json");
		expect(listing.lines.map((line) => [line.key, line.releases.map((release) => release.version)])).toEqual([
			["cloudbreak/hdp/2.5", ["2.5.0.0-9_ambari-2.4.0.0-2", "2.5.0.0-10_ambari-2.4.0.0-1"]],
			["cloudbreak/hdp/2.4", ["2.4.10.0-30_ambari-2.4.0.0-1", "2.4.10.0-30_ambari-2.4.0.0-2"]],
		]);
		expect(
			listing.lines[0]?.releases[1]?.images.map(({ cloud, image }) => [cloud.slug, image.kind, image.uid]),
		).toEqual([
			["aws-eu-west-1", "id", "ami-0000a001"],
			["aws-us-east-1", "id", "ami-0000a002"],
			["azure-westeurope", "object", "https://example.blob.core.windows.net/images/a.vhd"],
			["openstack", "name", "cloudbreak-2016-06-27-01-30"],
		]);
		expect(listing.skipped).toEqual([
			{ row: "cloudbreak[1].ambari.hdp[0].images.aws.us-east-1", why: "the image id is empty" },
		]);
	});

	it("of the first version keep one stack's images for two versions of Cloudbreak apart", () => {
		const entry = (cloudbreak: string, id: string, region = "us-east-1") => ({
			ambari: {
				version: "2.4.0.0-1157",
				cb_versions: [cloudbreak],
				hdp: [{ version: "2.5.0.0-1200", images: { aws: { [region]: id } } }],
			},
		});
		const releasesOf = (...cloudbreak: object[]) =>
			source
				.parse(readDocument("cb.json", Buffer.from(JSON.stringify({ cloudbreak }))), {})
				.lines.flatMap((line) =>
					line.releases.map((one) => [one.version, ...one.images.map(({ image }) => image.uid)]),
				);
		expect(releasesOf(entry("1.5.0-rc.3", "ami-35f89422"), entry("1.4.0", "ami-f7c15ae0"))).toEqual([
			["2.5.0.0-1200_ambari-2.4.0.0-1157_cb-1.4.0", "ami-f7c15ae0"],
			["2.5.0.0-1200_ambari-2.4.0.0-1157_cb-1.5.0-rc.3", "ami-35f89422"],
		]);
		expect(releasesOf(entry("1.5.0", "ami-35f89422"), entry("1.4.0", "ami-f7c15ae0", "eu-west-1"))).toEqual([
			["2.5.0.0-1200_ambari-2.4.0.0-1157", "ami-35f89422", "ami-f7c15ae0"],
		]);
	});

	it("use the build time if the date is implausible", () => {
		const { lines } = catalog(
			{
				uuid: "a",
				date: "1915-11-20",
				created: 1605687719,
				os: "centos7",
				images: { aws: { "us-east-1": "ami-00000001" } },
			},
			{ uuid: "b", date: "2000-01-01", os: "centos7", images: { aws: { "us-east-1": "ami-00000002" } } },
		);
		expect(lines[0]?.releases.map(({ version, releasedAt, notes }) => ({ version, releasedAt, notes }))).toEqual([
			{ version: "undated", releasedAt: null, notes: ["the list dates it 2000-01-01, which can't be right"] },
			{
				version: "2020-11-18",
				releasedAt: "2020-11-18T00:00:00.000Z",
				notes: ["the list dates it 1915-11-20, which can't be right"],
			},
		]);
	});

	it("that repeat an entry have one release of it", () => {
		const entry = { uuid: "a", date: "2020-11-20", os: "centos7", images: { aws: { "us-east-1": "ami-00000001" } } };
		expect(catalog(entry, { ...entry, uuid: "b" }).lines[0]?.releases.map((release) => release.version)).toEqual([
			"2020-11-20",
		]);
	});

	it("with one Google image under every region list it once", () => {
		const { lines } = catalog({
			uuid: "a",
			date: "2020-11-20",
			os: "redhat8",
			architecture: "arm64",
			images: { gcp: { "us-east1": "b/i.tar.gz", "us-west1": "b/i.tar.gz" } },
		});
		expect(lines[0]?.name).toBe("cloudbreak-base-redhat8-arm64");
		expect(lines[0]?.releases[0]?.images.map((listed) => listed.cloud.slug)).toEqual(["gcp"]);
	});

	it("with two spellings of one region and two ids are refused", () => {
		const vhd = (name: string) => `https://e.blob.core.windows.net/images/${name}.vhd`;
		expect(() =>
			catalog({
				uuid: "a",
				date: "2020-11-20",
				os: "x",
				images: { azure: { "South East Asia": vhd("a"), "Southeast Asia": vhd("b") } },
			}),
		).toThrow(/two images for azure-southeastasia/);
	});
});
