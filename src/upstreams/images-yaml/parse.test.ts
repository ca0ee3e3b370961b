import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import type { Listing, SourceOptions } from "../source.ts";
import { source } from "./index.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

sourceContract(source, [
	{
		file: fixture("imagesets.yml"),
		names: ["docker-worker", "generic-worker-win2022"],
		lines: 8,
		images: 39,
		skipped: 8,
	},
	{
		file: fixture("worker-images.yml"),
		names: [
			"builder-2024-06-14",
			"builder-current",
			"desktop",
			"desktop-fxci-level1-gcp",
			"desktop-fxci-level3-gcp",
			"same-everywhere",
			"windows2022",
			"windows2022-gallery",
		],
		lines: 8,
		images: 9,
		skipped: 0,
	},
	{ file: fixture("simple.json"), names: ["web-22.04", "db"], lines: 3, images: 13, skipped: 1 },
]);

function read(name: string): Listing {
	return source.parse(readDocument(name, readFileSync(fixture(name))), {});
}

function parse(text: string, options: SourceOptions = {}): Listing {
	return source.parse(readDocument("images.yaml", new TextEncoder().encode(text)), options);
}

function cells(listing: Listing, name: string) {
	return listing.lines
		.filter((line) => line.name === name)
		.flatMap((line) =>
			line.releases.flatMap((release) =>
				release.images.map(({ cloud, image }) => `${cloud.slug} ${image.kind} ${image.uid}`),
			),
		);
}

describe("Taskcluster's image sets", () => {
	const listing = read("imagesets.yml");
	it("lists Google's path and AWS's regions of a set", () => {
		expect(cells(listing, "docker-worker")).toEqual([
			"gcp path projects/community-tc-workers/global/images/docker-worker-06zh2jnsaud6lidlb226",
			"aws-us-east-1 id ami-0dec39d7aada81074",
			"aws-us-east-2 id ami-092b8b27bd19354b1",
			"aws-us-west-1 id ami-00a820994ea4f2436",
			"aws-us-west-2 id ami-0c01795c91ab91152",
		]);
	});
	it("lists Azure's images by region", () => {
		expect(cells(listing, "generic-worker-win2022")).toContain(
			"azure-eastus2 path /subscriptions/8a205152-b25a-417f-a676-80465535a6c9/resourceGroups/rg-tc-eng-images/providers/Microsoft.Compute/images/generic-worker-win2022-thoenum042njmxjkqt2f-eastus2",
		);
	});
	it("has the facts of a set's name", () => {
		const line = listing.lines.find((one) => one.name === "generic-worker-ubuntu-22-04-arm64");
		expect(line?.releases[0]?.images[0]?.facts).toMatchObject({
			os: "ubuntu",
			osVersion: "22.04",
			architecture: "arm64",
		});
	});
	it("skips a set without images and placeholders, with the reason", () => {
		expect(listing.skipped).toContainEqual({ row: "generic-worker", why: "a set without any image" });
		expect(listing.skipped).toContainEqual({
			row: "generic-worker-win2022-gpu.azure.images.eastus",
			why: 'the publisher says "placeholder" here: no image',
		});
	});
});

describe("Firefox CI's worker images", () => {
	const listing = read("worker-images.yml");
	it("keeps providers of one cloud apart where their images differ", () => {
		expect(cells(listing, "desktop-fxci-level3-gcp")).toEqual([
			"gcp path projects/acme-production/global/images/desktop-l3-2024-09-18",
		]);
		expect(cells(listing, "desktop")).toEqual(["aws-us-east-1 id ami-0000000000000c001"]);
	});
	it("adds the deployment to Azure's image names", () => {
		expect(cells(listing, "windows2022")).toEqual([
			"azure-centralus name win2022-64-centralus-531c001",
			"azure-eastus2 name win2022-64-eastus2-531c001",
		]);
	});
	it("reads a gallery's image with its version as release", () => {
		expect(cells(listing, "windows2022-gallery")).toEqual(["azure name rg-worker-images/trusted_win2022/1.0.3"]);
		expect(
			listing.lines.find((line) => line.name === "windows2022-gallery")?.releases[0]?.images[0]?.facts.release,
		).toBe("1.0.3");
	});
	it("gives an alias the images of the set that it stands for", () => {
		const images = ["gcp path projects/acme-imaging/global/images/builder-l1-2024-06-14"];
		expect(cells(listing, "builder-2024-06-14")).toEqual(images);
		expect(cells(listing, "builder-current")).toEqual(images);
	});
	it("follows an alias of an alias, and skips one that leads nowhere", () => {
		const text = "web:\n  aws: {us-east-1: ami-00000001}\na: b\nb: web\nc: d\nd: c\ne: gone\n";
		const { lines, skipped } = parse(text);
		expect(lines.map(({ name }) => name)).toEqual(["web", "a", "b"]);
		expect(skipped).toEqual([
			{ row: "c", why: 'an alias of "d", which is not a set' },
			{ row: "d", why: 'an alias of "c", which is not a set' },
			{ row: "e", why: 'an alias of "gone", which is not a set' },
		]);
	});
});

describe("the simple form", () => {
	it("reads cloud types with regions, cloud types without, and slugs", () => {
		expect(cells(read("simple.json"), "web-22.04")).toEqual([
			"aws-us-east-1 id ami-0000000000000d001",
			"aws-eu-west-1 id ami-0000000000000d002",
			"gcp path projects/acme/global/images/web-1",
			"azure-westeurope urn acme:web:std:1.0.0",
			"acme-regionone id 0f2cb0fa-aac7-490d-a289-9bbba7db82cc",
			"openstack-regiontwo id f4ddd328-51cd-4973-be26-5a4ab1651cdf",
		]);
	});
	it("is also read without a wrapper, in YAML, with the release of the option", () => {
		const listing = parse("web:\n  aws: {us-east-1: ami-00000001}\n  gcp: web-1\n", { version: "7" });
		expect(cells(listing, "web")).toEqual(["aws-us-east-1 id ami-00000001", "gcp name web-1"]);
		expect(listing.lines[0]?.releases[0]?.version).toBe("7");
	});
	it("reads a cloud with any name, with or without regions, below images", () => {
		const listing = parse(
			"images:\n  web:\n    acme: {RegionOne: 0f2cb0fa, RegionTwo: f4ddd328}\n    aws: {us-east-1: ami-00000001}\n    artifact-qemu-qcow2: https://example.org/web.qcow2\n",
		);
		expect(cells(listing, "web")).toEqual([
			"acme-regionone id 0f2cb0fa",
			"acme-regiontwo id f4ddd328",
			"aws-us-east-1 id ami-00000001",
			"artifact-qemu-qcow2 artifact https://example.org/web.qcow2",
		]);
	});
	it("skips keys that are not clouds and empty ids, with the reason", () => {
		expect(parse("web:\n  yarn: x\n  aws: {us-east-1: , us-west-2: ami-00000001}\n").skipped).toEqual([
			{ row: "web.yarn", why: '"yarn" names no cloud' },
			{ row: "web.aws.us-east-1", why: "the image id is empty" },
		]);
	});
});

describe("ids that are numbers", () => {
	const read = (name: string, text: string) => {
		const document = readDocument(name, new TextEncoder().encode(text));
		expect(source.recognizes(document)).toBe(true);
		return source.parse(document, {});
	};
	it("are read in JSON as in YAML", () => {
		const value = { images: { web: { hetzner: 15512617, digitalocean: { nyc3: 123456 } } } };
		const yaml = "images:\n  web:\n    hetzner: 15512617\n    digitalocean:\n      nyc3: 123456\n";
		const listing = read("i.json", JSON.stringify(value));
		expect(cells(listing, "web")).toEqual(["hetzner id 15512617", "digitalocean-nyc3 id 123456"]);
		expect(listing).toEqual(read("i.yaml", yaml));
	});
	it("are read with others that are text, with all their digits", () => {
		const text = '{"images": {"web": {"aws": {"us-east-1": "ami-00000001"}, "hetzner": 9007199254740993}}}';
		expect(read("mixed.json", text)).toMatchObject({ skipped: [] });
		expect(cells(read("mixed.json", text), "web")).toEqual([
			"aws-us-east-1 id ami-00000001",
			"hetzner id 9007199254740993",
		]);
	});
	it("are skipped where ids have another form, and so is a cloud without any id", () => {
		const text = '{"images": {"web": {"aws": {"us-east-1": 5}, "azure": [], "gcp": "web-1"}}}';
		expect(read("i.json", text).skipped).toEqual([
			{ row: "images.web.aws.us-east-1", why: "“5” is not an AMI id (ami- and 8 to 17 hex digits)" },
			{ row: "images.web.azure", why: "no image id" },
		]);
	});
	it("do not make image sets of settings", () => {
		const text = '{"web": {"aws": {"count": 3}}, "db": {"gcp": 5}}';
		expect(source.recognizes(readDocument("x.json", new TextEncoder().encode(text)))).toBe(false);
	});
});

it.each([
	['{"images": []}', /images is not an object/],
	["[]", /the document is not an object/],
])("refuses %s", (text, expected) => expect(() => parse(text)).toThrow(expected));
