import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import type { SourceOptions } from "../source.ts";
import { source } from "./index.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);
const parse = (name: string, options: SourceOptions = {}) =>
	source.parse(readDocument(name, readFileSync(fixture(name))), options);
const read = (value: unknown, options: SourceOptions = {}) =>
	source.parse(readDocument("x.json", Buffer.from(JSON.stringify(value))), options);

sourceContract(source, [
	{
		file: fixture("aws.json"),
		names: [
			"ubuntu-server-12.04-x86_64",
			"ubuntu-server-12.04-ebs-x86_64",
			"ubuntu-server-12.04-pv-x86_64",
			"ubuntu-server-12.04-pv-ebs-x86_64",
			"ubuntu-server-12.04-pv-instance-x86_64",
			"ubuntu-server-24.04-arm64",
		],
		lines: 6,
		images: 11,
		skipped: 2,
	},
	{
		file: fixture("azure.json"),
		names: ["ubuntu-server-12.04-x86_64", "ubuntu-server-22.04-x86_64", "ubuntu-server-22.04-gen2-x86_64"],
		lines: 3,
		images: 4,
		skipped: 0,
	},
	{ file: fixture("gce.json"), names: ["ubuntu-server-22.04-x86_64"], lines: 1, images: 1, skipped: 0 },
	{ file: fixture("download.json"), names: ["ubuntu-server-14.04-x86_64"], lines: 1, images: 8, skipped: 2 },
]);

describe("simplestreams of ids", () => {
	it("read region and endpoint from any level, and aliases where their tag is", () => {
		const line = parse("aws.json").lines.find((one) => one.name === "ubuntu-server-24.04-arm64");
		expect(line?.scope).toEqual({ kind: "cloud-type", type: "aws" });
		expect(
			line?.releases.map(({ version, releasedAt, images }) => [
				version,
				releasedAt,
				images.map(({ cloud, image }) => [cloud.slug, image.uid]),
			]),
		).toEqual([
			[
				"20250610",
				"2025-06-10T00:00:00.000Z",
				[
					["aws-us-east-1", "ami-00000000000002401"],
					["aws-eu-west-1", "ami-00000000000002402"],
				],
			],
			[
				"20250610.1",
				"2025-06-10T00:00:00.000Z",
				[
					["aws-us-east-1", "ami-00000000000002403"],
					["aws-eu-west-1", "ami-00000000000002404"],
				],
			],
		]);
		expect(line?.releases[0]?.images[0]?.facts).toEqual({
			name: "ubuntu-noble-24.04-arm64-server-20250610",
			os: "ubuntu",
			osVersion: "24.04",
			architecture: "arm64",
			publishedArchitecture: "arm64",
			variant: "hvm ssd-gp3",
			release: "20250610",
			endOfLifeAt: "2029-05-31T00:00:00.000Z",
		});
	});

	it("skip an empty id and a code without an alias", () => {
		expect(parse("aws.json").skipped).toEqual([
			{
				row: 'products["com.ubuntu.cloud:server:24.04:arm64"].versions.20250610.items.xxxx1hs',
				why: "the item has neither id nor path",
			},
			{
				row: 'products["com.ubuntu.cloud:server:24.04:arm64"].versions["20250610.1"].items.zzzz1hs',
				why: "the item names no region",
			},
		]);
	});

	it("order serials by their day, and note a label that is not a release", () => {
		const line = parse("aws.json").lines.find((one) => one.name === "ubuntu-server-12.04-x86_64");
		expect(line?.releases.map((release) => [release.version, release.notes])).toEqual([
			["20120424", ["labelled beta2"]],
			["20170502", []],
		]);
	});

	it("of Azure have a URN once, a classic image's name in each region", () => {
		const listing = parse("azure.json");
		expect(
			listing.lines.map((line) => line.releases[0]?.images.map(({ cloud, image }) => [cloud.slug, image.kind])),
		).toEqual([
			[
				["azure-westeurope", "id"],
				["azure-eastus2", "id"],
			],
			[["azure", "urn"]],
			[["azure", "urn"]],
		]);
	});

	it("of Google complete Ubuntu's names by Ubuntu's project", () => {
		expect(parse("gce.json").lines[0]?.releases[0]?.images[0]?.image).toEqual({
			kind: "path",
			uid: "projects/ubuntu-os-cloud/global/images/ubuntu-2204-jammy-v20250508",
			checksum: null,
		});
	});

	it.each([
		[
			"the stream's name",
			{ content_id: "com.example:released:joyent", region: "us-east-1" },
			{},
			"joyent-us-east-1",
			"example-server-1.0-x86_64",
		],
		[
			"a part of a cloud in the stream's name",
			{ content_id: "com.example:released:aws-cn", region: "cn-north-1" },
			{},
			"aws-cn-north-1",
			"example-server-1.0-aws-cn-x86_64",
		],
		[
			"the endpoint",
			{ content_id: "com.example:custom", region: "RegionOne", endpoint: "https://cloud.example.org:5000/v3" },
			{},
			"openstack-regionone",
			"example-server-1.0-x86_64",
		],
		[
			"an option",
			{ content_id: "com.example:custom", region: "RegionOne" },
			{ cloud: "acme" },
			"acme-regionone",
			"example-server-1.0-x86_64",
		],
		[
			"options",
			{ content_id: "com.example:custom" },
			{ cloud: "acme", region: "two" },
			"acme-two",
			"example-server-1.0-x86_64",
		],
		["a tag", { cloudname: "aws", region: "us-east-1" }, {}, "aws-us-east-1", "example-server-1.0-x86_64"],
		[
			"only an endpoint of AWS",
			{ endpoint: "https://ec2.eu-north-1.amazonaws.com" },
			{},
			"aws-eu-north-1",
			"example-server-1.0-x86_64",
		],
	])("detect the cloud by %s", (_what, tags, options, slug, name) => {
		const products = {
			"com.example:server:1.0:amd64": { versions: { "20240101": { items: { a: { id: "ami-00000001" } } } } },
		};
		const { lines } = read({ format: "products:1.0", ...tags, products }, options);
		expect(lines.map((line) => [line.name, line.releases[0]?.images.map((listed) => listed.cloud.slug)])).toEqual([
			[name, [slug]],
		]);
	});

	it("without a cloud are skipped with the option that helps", () => {
		const products = { "p:amd64": { versions: { "20240101": { items: { a: { id: "1", region: "x" } } } } } };
		expect(read({ format: "products:1.0", content_id: "x:custom", products }).skipped).toEqual([
			{
				row: 'products["p:amd64"].versions.20240101.items.a',
				why: "nothing says which cloud the id belongs to: give option cloud",
			},
		]);
	});

	it("with two ids for one place are refused", () => {
		const items = { a: { id: "ami-00000001" }, b: { id: "ami-00000002" } };
		const products = { "p:amd64": { versions: { "20240101": { items } } } };
		expect(() => read({ format: "products:1.0", content_id: "x:released:aws", region: "us-east-1", products })).toThrow(
			/two images for aws-us-east-1/,
		);
	});
});

describe("simplestreams of downloads", () => {
	it("of Ubuntu become artifacts at Ubuntu's mirror", () => {
		const [line] = parse("download.json").lines;
		expect(line?.releases.map((release) => release.version)).toEqual(["20140416.1", "20140607.1"]);
		expect(line?.releases[0]?.images.map(({ cloud }) => cloud.slug)).toEqual([
			"artifact-qemu-disk1.img",
			"artifact-vmware-ova",
			"artifact-any-root.tar.gz",
			"artifact-any-tar.gz",
		]);
		expect(line?.releases[0]?.images[0]?.image.uid).toBe(
			"https://cloud-images.ubuntu.com/releases/server/releases/trusty/release-20140416.1/ubuntu-14.04-server-cloudimg-amd64-disk1.img",
		);
		expect(line?.releases[0]?.images[0]?.image.checksum).toMatch(/^sha256:[0-9a-f]{64}$/);
		expect(line?.scope).toEqual({
			kind: "clouds",
			clouds: ["artifact-any-root.tar.gz", "artifact-any-tar.gz", "artifact-qemu-disk1.img", "artifact-vmware-ova"],
		});
	});

	const lxd = (items: object) => ({
		format: "products:1.0",
		datatype: "image-downloads",
		content_id: "images",
		products: {
			"alpine:3.19:amd64:default": {
				arch: "amd64",
				os: "Alpine",
				release: "3.19",
				versions: { "20240505_13:00": { items } },
			},
		},
	});
	const disk = { ftype: "disk-kvm.img", path: "images/alpine/3.19/disk.qcow2", sha256: "a".repeat(64), size: 1 };

	it("of others need their mirror's address", () => {
		expect(read(lxd({ "disk.qcow2": disk })).skipped.map((skipped) => skipped.why)).toEqual([
			"the path needs its mirror's address: give option base-url",
		]);
		const { lines } = read(
			lxd({ "disk.qcow2": disk, "disk.1.qcow2.vcdiff": { ftype: "disk-kvm.img.vcdiff", path: "images/a.vcdiff" } }),
			{
				"base-url": "https://images.example.org",
			},
		);
		expect(lines.map((line) => [line.name, line.releases[0]?.releasedAt])).toEqual([
			["alpine-3.19-default-x86_64", "2024-05-05T13:00:00.000Z"],
		]);
		expect(lines[0]?.releases[0]?.images.map(({ cloud, image }) => [cloud.slug, image.uid])).toEqual([
			["artifact-qemu-disk-kvm.img", "https://images.example.org/images/alpine/3.19/disk.qcow2"],
		]);
	});

	it.each(["https://evil.example/x.img", "/etc/passwd", "../x.img", "a/../../x.img"])(
		"skip the path %s, which leaves the mirror",
		(path) => {
			expect(read(lxd({ a: { ...disk, path } }), { "base-url": "https://images.example.org/" }).skipped[0]?.why).toBe(
				"the path is not relative to its mirror",
			);
		},
	);

	it("refuse a mirror that is not an address", () => {
		expect(() => read(lxd({ a: disk }), { "base-url": "file:///x" })).toThrow(/http or https/);
	});
});

describe("other documents of simplestreams", () => {
	it("such as an index are refused with what to import instead", () => {
		const index = {
			format: "index:1.0",
			index: { "com.ubuntu.cloud:released:aws": { path: "streams/v1/com.ubuntu.cloud:released:aws.json" } },
		};
		expect(source.recognizes(readDocument("index.json", Buffer.from(JSON.stringify(index))))).toBe(true);
		expect(() => read(index)).toThrow(/index of streams.*streams\/v1\/com\.ubuntu\.cloud:released:aws\.json/);
	});
	it("such as tools are skipped", () => {
		const products = { "com.ubuntu.juju:12.04:amd64": { versions: { "1": { items: { a: { path: "x.tgz" } } } } } };
		expect(read({ format: "products:1.0", datatype: "content-download", products }).skipped[0]?.why).toBe(
			"the product is content-download, not machine images",
		);
	});
	it("of another format are refused", () => {
		expect(() => read({ format: "products:2.0", products: {} })).toThrow(/not products:1.0/);
	});
});
