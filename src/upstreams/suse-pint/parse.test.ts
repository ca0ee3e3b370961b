import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import type { Listing } from "../source.ts";
import { source } from "./index.ts";
import { readProduct } from "./read-product.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);
const listingOf = (name: string) => source.parse(readDocument(name, readFileSync(fixture(name))), {});
const read = (text: string, options = {}, path = "images.xml") =>
	source.parse(readDocument(path, Buffer.from(text)), options);
const lineOf = (listing: Listing, name: string) => listing.lines.find((line) => line.name === name);
const framework = (name: string, images: string) => `<framework name="${name}"><images>${images}</images></framework>`;

sourceContract(source, [
	{ file: fixture("alibaba.xml"), names: ["sles-15-sp2-chost-byos"], lines: 1, images: 3, skipped: 0 },
	{
		file: fixture("amazon.xml"),
		names: ["sles-11-sp4-byos-hvm-ssd-x86_64", "suse-cap-deploy-byos-hvm-ssd-x86_64"],
		lines: 6,
		images: 8,
		skipped: 0,
	},
	{
		file: fixture("google.xml"),
		names: ["sles-15-sp1-byos", "sles-15-sap", "suse-manager-4-0-proxy-byos"],
		lines: 11,
		images: 53,
		skipped: 0,
	},
	{
		file: fixture("microsoft.xml"),
		names: ["sles-12-sp5-byos", "sles-12-sp4-gen2", "sles-12-sp4-sap", "sles-11-sp3-sap-x86_64"],
		lines: 13,
		images: 53,
		skipped: 0,
	},
	{
		file: fixture("oracle.xml"),
		names: ["sles-15-sp1-byos", "sles-15-sp1-sap-byos"],
		lines: 8,
		images: 12,
		skipped: 0,
	},
]);

describe("PINT's image names", () => {
	it.each([
		["suse-sles-15-sp1-v20190624-hvm-ssd-arm64", "sles-15-sp1-hvm-ssd", "v20190624", "arm64", "hvm-ssd"],
		["sles-15-sp1-sap-byos-v20190916", "sles-15-sp1-sap-byos", "v20190916", null, null],
		[
			"021d1b90c82943ec959408cff8e26c37__suse-sles-sap-12-sp4-byos-v20200206",
			"sles-12-sp4-sap-byos",
			"v20200206",
			null,
			null,
		],
		["suse-sles-12-sp5-basic-v20191209-gen2", "sles-12-sp5-basic-gen2", "v20191209", null, "gen2"],
		["suse-sles-12-sp4-gen2-v20191113", "sles-12-sp4-gen2", "v20191113", null, "gen2"],
		["b4590d9e3ed742e4a1d46e5424aa335e__suse-sles-12-20150105-x86-64", "sles-12", "20150105", "x86_64", null],
		["suse-sles-11-sp2-rightscale-v1.00.i386", "sles-11-sp2-rightscale", "v1.00", "i386", null],
		[
			"b4590d9e3ed742e4a1d46e5424aa335e__sles12-azure-guest.x86-64-0.4.3-build1.1",
			"sles12-azure-guest",
			"0.4.3-build1.1",
			"x86_64",
			null,
		],
		["suse-manager-4-0-server-byos-v20191113", "suse-manager-4-0-server-byos", "v20191113", null, null],
	])("%s is %s, release %s", (name, line, release, architecture, variant) => {
		expect(readProduct(name)).toMatchObject({ line, release, architecture, variant });
	});
});

describe("PINT's images", () => {
	it("have state, dates and successor", () => {
		const image = lineOf(listingOf("amazon.xml"), "sles-11-sp4-hvm-ssd-x86_64")?.releases[0]?.images[0];
		expect(image?.cloud.slug).toBe("aws-ap-south-1");
		expect(image?.image).toEqual({ kind: "id", uid: "ami-f9b9d396", checksum: null });
		expect(image?.facts).toEqual({
			name: "suse-sles-11-sp4-v20160301-hvm-ssd-x86_64",
			os: "sles",
			osVersion: "11-sp4",
			architecture: "x86_64",
			publishedArchitecture: "x86_64",
			variant: "hvm-ssd",
			release: "v20160301",
			state: "deleted",
			createdAt: "2016-03-01T00:00:00.000Z",
			deprecatedAt: "2016-08-04T00:00:00.000Z",
			deletedAt: "2020-06-01T00:00:00.000Z",
			replacement: "ami-12285d7d",
		});
	});

	it("have no successor if it is the word None", () => {
		const image = lineOf(listingOf("amazon.xml"), "suse-cap-deploy-byos-hvm-ssd-x86_64")?.releases[0]?.images[0];
		expect(image?.facts).not.toHaveProperty("replacement");
		expect(image?.facts.deprecatedAt).toBe("2021-01-11T00:00:00.000Z");
	});

	it("are in a release's map exactly where that release was published", () => {
		const [first, second] = listingOf("alibaba.xml").lines[0]?.releases ?? [];
		expect([first?.version, first?.releasedAt, first?.images.map((listed) => listed.cloud.slug)]).toEqual([
			"v20200831",
			"2020-08-31T00:00:00.000Z",
			["alibaba-ap-south-1", "alibaba-us-west-1"],
		]);
		expect([second?.version, second?.images.map((listed) => listed.image.uid)]).toEqual([
			"v20200922",
			["m-rj9hc9ky50i3dpqrzqly"],
		]);
	});

	it("of one cloud speak for that cloud only", () => {
		expect(listingOf("oracle.xml").lines[0]?.scope).toEqual({ kind: "cloud-type", type: "oracle" });
		expect(listingOf("microsoft.xml").lines[0]?.scope).toEqual({ kind: "cloud-type", type: "azure" });
	});

	it("of Azure are URNs, names before there were URNs, and each sovereign cloud is a place", () => {
		const line = lineOf(listingOf("microsoft.xml"), "suse-caasp-2-1-admin-byos");
		const cells = line?.releases.flatMap((release) =>
			release.images.map(({ cloud, image }) => `${release.version} ${cloud.slug} ${image.kind} ${image.uid}`),
		);
		expect(cells).toContain("v20190212 azure-mooncake urn suse:suse-caasp-admin-byos:2.1:2019.02.12");
		const old = lineOf(listingOf("microsoft.xml"), "suse-linux-enterprise-server-11-sp2")?.releases[0];
		expect(old?.version).toBe("v201");
		expect(old?.releasedAt).toBe("2013-12-02T00:00:00.000Z");
		expect(old?.images[0]?.image).toEqual({
			kind: "name",
			uid: "b4590d9e3ed742e4a1d46e5424aa335e__SUSE-Linux-Enterprise-Server-11-SP2-v201",
			checksum: null,
		});
	});

	it("of Google are global paths if the project is given, else names", () => {
		const row = (more: string) =>
			framework("google", `<image name="sles-15-sp2-v20210304" state="active" publishedon="20210304" ${more}/>`);
		expect(read(row('project="suse-cloud"')).lines[0]?.releases[0]?.images[0]?.image.uid).toBe(
			"projects/suse-cloud/global/images/sles-15-sp2-v20210304",
		);
		expect(read(row("")).lines[0]?.releases[0]?.images[0]?.image).toEqual({
			kind: "name",
			uid: "sles-15-sp2-v20210304",
			checksum: null,
		});
	});

	it("published later in a new region do not move their release in time", () => {
		const image = (date: string, published: string, region: string, id: string) =>
			`<image name="suse-sles-15-v${date}-hvm-ssd-x86_64" state="active" publishedon="${published}" region="${region}" id="${id}"/>`;
		const listing = read(
			framework(
				"amazon",
				image("20190101", "20190102", "us-east-1", "ami-00000001") +
					image("20190201", "20190202", "us-east-1", "ami-00000002") +
					image("20190101", "20190731", "me-south-1", "ami-00000003"),
			),
		);
		expect(
			listing.lines[0]?.releases.map((release) => [release.version, release.releasedAt, release.images.length]),
		).toEqual([
			["v20190101", "2019-01-02T00:00:00.000Z", 2],
			["v20190201", "2019-02-02T00:00:00.000Z", 1],
		]);
	});

	it("in comments and servers do not count", () => {
		const text = `<framework name="oracle"><servers><server name="a" region="x"/></servers><images>
			<!-- <image name="sles-15-v20190101" id="ocid1.image.oc1..a" publishedon="20190101"/> -->
			<image name="sles-15-v20200101" id="ocid1.image.oc1..b" publishedon="20200101"/></images></framework>`;
		expect(read(text).lines.flatMap((line) => line.releases.map((release) => release.version))).toEqual(["v20200101"]);
	});

	it("that can't be used are reported with place and reason", () => {
		const listing = read(
			framework(
				"amazon",
				'<image name="" region="us-east-1" id="ami-00000001"/><image name="a-v20200101" region="us-east-1" id=""/><image name="a-v20200101" region="" id="ami-00000001"/><image name="a-v20200101" region="us-east-1" id="r-1"/>',
			),
		);
		expect(listing.lines).toEqual([]);
		expect(listing.skipped).toEqual([
			{ row: "images[0]", why: "the image has no name" },
			{ row: "images[1]", why: "the image has no id" },
			{ row: "images[2]", why: "the image has no region" },
			{ row: "images[3]", why: "r-1 is not an AMI id" },
		]);
	});

	it("of one release, product and region with two ids refuse the file at the second", () => {
		const images = ["ami-00000001", "ami-00000002"].map(
			(id) => `\n<image name="suse-sles-15-v20190101" publishedon="20190101" region="us-east-1" id="${id}"/>`,
		);
		expect(() => read(framework("amazon", images.join("")))).toThrow(/images\.xml:3:.*two images for aws-us-east-1/);
	});
});

describe("responses of PINT", () => {
	const image = {
		name: "sles-15-sp2-v20210304",
		state: "active",
		replacementname: "",
		publishedon: "20210304",
		deprecatedon: "",
		deletedon: "",
	};

	it("in JSON read the same as the XML", () => {
		const listing = read(
			JSON.stringify({ images: [{ ...image, project: "suse-cloud" }] }),
			{},
			"v1/google/images.json",
		);
		expect(listing.lines[0]?.releases[0]?.images[0]?.cloud.slug).toBe("gcp");
	});

	it("take their cloud from the address, or from the form of their ids", () => {
		const xml =
			'<images><image deletedon="" deprecatedon="" id="ami-9253f9ea" name="suse-sles-11-sp4-byos-v20180105-pv-ssd-x86_64" publishedon="20180105" region="us-west-2" replacementid="" replacementname="" state="active"/></images>';
		expect(read(xml).lines[0]?.releases[0]?.images[0]?.cloud.slug).toBe("aws-us-west-2");
		expect(read(JSON.stringify({ images: [image] }), { provider: "google" }).lines[0]?.scope).toEqual({
			kind: "cloud-type",
			type: "gcp",
		});
	});

	it("without a cloud ask for the option", () => {
		expect(() => read(JSON.stringify({ images: [image] }))).toThrow(
			expect.objectContaining({
				code: "upstream-option-invalid",
				details: expect.objectContaining({ option: "provider" }),
			}),
		);
	});
});
