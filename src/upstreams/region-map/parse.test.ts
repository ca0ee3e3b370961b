import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { recognizeSources } from "../recognize-sources.ts";
import { sourceContract } from "../source.contract.ts";
import type { Listing, SourceOptions } from "../source.ts";
import { source } from "./index.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

sourceContract(source, [
	{
		file: fixture("variables.tf.json"),
		names: ["ubuntu-trusty-hvm-ebs-ssd-x86_64", "ubuntu-trusty-pv-instance-store-i386"],
		lines: 16,
		images: 56,
		skipped: 0,
	},
	{
		file: fixture("stack.template.yaml"),
		names: ["stack-regiontoami-ubuntu2204", "stack-gatewaytoami"],
		lines: 3,
		images: 4,
		skipped: 1,
	},
	{
		file: fixture("appliance/16.0.1/cached-byol-region-map.json"),
		names: ["appliance-byol-alltwobootlocations", "appliance-byol-ltmonebootlocation"],
		lines: 2,
		images: 3,
		skipped: 1,
	},
]);

function parse(text: string, options: SourceOptions = {}, path = "web.json"): Listing {
	return source.parse(readDocument(path, new TextEncoder().encode(text)), options);
}

function cells(listing: Listing) {
	return listing.lines.flatMap((line) =>
		line.releases.flatMap((release) => release.images.map((one) => `${line.name} ${one.cloud.slug} ${one.image.uid}`)),
	);
}

describe("forms of the map", () => {
	it.each([
		[
			"region → id",
			'{"us-east-1": "ami-00000001", "us-gov-west-1": "ami-00000002"}',
			["web aws-us-east-1 ami-00000001", "web aws-us-gov-west-1 ami-00000002"],
		],
		[
			"region → variant → id",
			'{"us-east-1": {"hvm": "ami-00000001", "pv": "ami-00000002"}}',
			["web-hvm aws-us-east-1 ami-00000001", "web-pv aws-us-east-1 ami-00000002"],
		],
		[
			"variant → region → id",
			'{"hvm": {"us-east-1": "ami-00000001"}, "pv": {"us-east-1": "ami-00000002"}}',
			["web-hvm aws-us-east-1 ami-00000001", "web-pv aws-us-east-1 ami-00000002"],
		],
		[
			"one variant whose word says nothing",
			'{"us-east-1": {"AMI": "ami-00000001"}}',
			["web aws-us-east-1 ami-00000001"],
		],
		[
			"architectures as variants",
			'{"us-east-1": {"amd64": "ami-00000001", "arm64": "ami-00000002"}}',
			["web-x86_64 aws-us-east-1 ami-00000001", "web-arm64 aws-us-east-1 ami-00000002"],
		],
		[
			"composed keys",
			'{"us-east-1-noble-arm64-hvm-ebs-ssd": "ami-00000001"}',
			["ubuntu-noble-hvm-ebs-ssd-arm64 aws-us-east-1 ami-00000001"],
		],
		["composed keys with underscores", '{"us_east_1_agent": "ami-00000001"}', ["web-agent aws-us-east-1 ami-00000001"]],
		[
			"Terraform's variable",
			'{"variable": {"amis": {"default": {"us-east-1": "ami-00000001"}}, "size": {"default": "t3.micro"}}}',
			["web aws-us-east-1 ami-00000001"],
		],
		[
			"Terraform's blocks as lists",
			'{"variable": [{"amis": [{"default": {"us-east-1": "ami-00000001"}}]}]}',
			["web aws-us-east-1 ami-00000001"],
		],
		[
			"Terraform's locals",
			'{"locals": {"old": {"us-east-1": "ami-00000001"}, "new": {"us-east-1": "ami-00000002"}}}',
			["web-old aws-us-east-1 ami-00000001", "web-new aws-us-east-1 ami-00000002"],
		],
		[
			"CoreOS's list",
			'{"amis": [{"name": "us-east-1", "pv": "ami-00000001", "hvm": "ami-00000002"}]}',
			["web-pv aws-us-east-1 ami-00000001", "web-hvm aws-us-east-1 ami-00000002"],
		],
		[
			"YAML",
			"us-east-1: ami-00000001\nus-west-2: ami-00000002\n",
			["web aws-us-east-1 ami-00000001", "web aws-us-west-2 ami-00000002"],
		],
	])("%s", (_form, text, expected) => {
		const listing = parse(text);
		expect(source.recognizes(readDocument("web.json", new TextEncoder().encode(text)))).toBe(true);
		expect(cells(listing)).toEqual(expected);
	});

	it("uses another cloud's regions when the option names the cloud", () => {
		expect(cells(parse('{"us-south": {"img": "r006-1"}, "eu-de": {"img": "r010-1"}}', { cloud: "ibm" }))).toEqual([
			"web-img ibm-us-south r006-1",
			"web-img ibm-eu-de r010-1",
		]);
	});
});

describe("names and releases", () => {
	const text = '{"us-east-1": {"Best": "ami-00000001", "Good": "ami-00000002"}}';
	it.each([
		["web.json", {}, ["web-best", "web-good"], null],
		["f5/16.0.1.1-006/cached-byol-region-map.json", {}, ["f5-byol-best", "f5-byol-good"], "16.0.1.1-006"],
		["f5/16.0.1.1-006/cached-byol-region-map-us-gov-west-1.json", {}, ["f5-byol-best", "f5-byol-good"], "16.0.1.1-006"],
		["centos/7.6/aws/base_images.json", {}, ["centos-best", "centos-good"], "7.6"],
		[
			"centos/7.6/aws/dcos-1.13/selinux/dcos_images.yaml",
			{},
			["centos-dcos-1.13-selinux-dcos-best", "centos-dcos-1.13-selinux-dcos-good"],
			"7.6",
		],
		["cfn.json", {}, ["cfn-best", "cfn-good"], null],
		["regions.json", { name: "edge", version: "2" }, ["edge-best", "edge-good"], "2"],
	])("%s with %j", (path, options, names, version) => {
		const listing = parse(text, options as SourceOptions, path);
		expect(listing.lines.map((line) => line.name)).toEqual(names);
		expect(listing.lines[0]?.releases[0]?.version).toBe(version);
	});
	it.each([
		["web.json", { kind: "aws-partition", partition: "commercial" }],
		["map-us-gov-west-1.json", { kind: "clouds", clouds: ["aws-us-gov-west-1"] }],
	])("%s speaks for its clouds", (path, scope) => expect(parse(text, {}, path).lines[0]?.scope).toEqual(scope));

	it.each([
		["amd64-usr/current/flatcar_production_ami_all.json", "flatcar-hvm/x86_64", "flatcar-hvm-x86_64", "amd64"],
		["arm64-usr/current/flatcar_production_ami_all.json", "flatcar-hvm/arm64", "flatcar-hvm-arm64", "arm64"],
		["flatcar/aarch64/amis.json", "flatcar-hvm/arm64", "flatcar-hvm-arm64", "aarch64"],
		["lists/x86_64/2.0/web/map.json", "web-hvm/x86_64", "web-hvm-x86_64", "x86_64"],
		["lists/web-arm64.json", "web-arm64-hvm", "web-hvm-arm64", "arm64"],
		["web/arm64.json", "web-hvm/arm64", "web-hvm-arm64", "arm64"],
		["web/amis.arm64.json", "web-hvm/arm64", "web-hvm-arm64", "arm64"],
		["lists/flatcar_x86_64_ami_all.json", "flatcar-x86_64-hvm", "flatcar-hvm-x86_64", "x86_64"],
	])("%s is for one architecture", (path, key, name, publishedArchitecture) => {
		const architecture = name.endsWith("arm64") ? "arm64" : "x86_64";
		const [line, ...others] = parse('{"us-east-1": {"hvm": "ami-00000001"}}', {}, path).lines;
		expect(others).toEqual([]);
		expect(line).toMatchObject({ key, name });
		expect(line?.releases[0]?.images[0]?.facts).toMatchObject({ architecture, publishedArchitecture });
	});

	it.each([
		["flatcar_x86_64_ami.json", "flatcar-x86_64"],
		["web/x86_64.json", "web-x86_64"],
		["linux/x86_64.json", "linux-x86_64"],
		["web/arm64/amis.json", "web-arm64"],
	])("%s without variants is for one architecture", (path, name) => {
		const lines = parse('{"us-east-1": "ami-00000001"}', {}, path).lines;
		expect(lines.map((line) => line.name)).toEqual([name]);
		expect(lines[0]?.releases[0]?.images[0]?.facts.architecture).toBe(name.endsWith("arm64") ? "arm64" : "x86_64");
	});

	it("takes the architecture of a key before the path's", () => {
		const text = '{"us-east-1": {"amd64": "ami-00000001", "arm64": "ami-00000002"}}';
		expect(parse(text, {}, "arm64/web.json").lines.map((line) => line.name)).toEqual(["web-x86_64", "web-arm64"]);
	});

	it("has OS, version, variant and both spellings of the architecture of Ubuntu's composed keys", () => {
		const listing = source.parse(readDocument("variables.tf.json", readFileSync(fixture("variables.tf.json"))), {});
		const line = listing.lines.find((one) => one.name === "ubuntu-xenial-hvm-ebs-ssd-x86_64");
		expect(line?.releases[0]?.images.find((one) => one.cloud.slug === "aws-eu-west-1")).toMatchObject({
			image: { kind: "id", uid: "ami-3079f543" },
			facts: {
				os: "ubuntu",
				osVersion: "16.04",
				architecture: "x86_64",
				publishedArchitecture: "amd64",
				variant: "hvm-ebs-ssd",
			},
		});
	});
});

it("skips values that are not images within a map of images, with the reason", () => {
	expect(
		parse(
			'{"us-east-1": "ami-00000001", "us-west-1": "UNSUPPORTED", "us-west-2": "", "eu-west-1": "ami-nope", "default": "ami-00000002"}',
		).skipped,
	).toEqual([
		{ row: "us-west-1", why: 'the publisher says "UNSUPPORTED" here: no image' },
		{ row: "us-west-2", why: "the image id is empty" },
		{ row: "eu-west-1", why: "“ami-nope” is not an AMI id (ami- and 8 to 17 hex digits)" },
		{ row: "default", why: 'no region in "default"' },
	]);
});

it("skips all rows of a map without any image", () => {
	expect(parse('{"us-east-1": "UNSUPPORTED"}')).toEqual({
		lines: [],
		skipped: [{ row: "us-east-1", why: 'the publisher says "UNSUPPORTED" here: no image' }],
	});
});

it("ignores mappings that are not lists of images", () => {
	expect(parse('{"Mappings": {"Types": {"t3.micro": {"Arch": "HVM64"}}}}')).toEqual({ lines: [], skipped: [] });
});

it.each([
	['{"a": "b"}', /no map from regions to image ids/],
	["[]", /the document is not an object/],
	['{"us-east-1": {"a": "ami-00000001"}, "us_east_1": {"a": "ami-00000002"}}', /two images for aws-us-east-1/],
])("refuses %s", (text, expected) => expect(() => parse(text)).toThrow(expected));

it.each([
	'{"builds": [], "last_run_uuid": "x"}',
	'{"images": {"web": {"aws": {"us-east-1": "ami-00000001"}}}}',
	'{"web": {"aws": "x"}}',
	'{"size": {"us-east-1": "t3.micro"}}',
])("does not recognize %s", (text) =>
	expect(source.recognizes(readDocument("x.json", new TextEncoder().encode(text)))).toBe(false),
);

describe("Terraform's files", () => {
	it.each([
		[
			"amis.tf",
			'variable "amis" {\n  type = map(string)\n  default = {\n    us-east-1 = "ami-00000001"\n  }\n}\n',
			"amis",
		],
		["web.tf", 'locals {\n  amis = { us-east-1 = "ami-00000001" }\n  name = var.name\n}\n', "web"],
		["web.tfvars", 'amis = {\n  us-east-1 = "ami-00000001"\n}\nsize = "t3.micro"\n', "web"],
		["web.auto.tfvars.json", '{"amis": {"us-east-1": "ami-00000001"}}', "web"],
		["web.tfvars.json", '{"images": {"us-east-1": "ami-00000001"}}', "web"],
	])("%s", (path, text, name) => {
		expect(source.recognizes(readDocument(path, new TextEncoder().encode(text)))).toBe(true);
		expect(cells(parse(text, {}, path))).toEqual([`${name} aws-us-east-1 ami-00000001`]);
	});
	it("skip an expression in a map of images, with its place and the reason", () => {
		const text =
			'variable "amis" {\n  default = {\n    us-east-1 = "ami-00000001"\n    us-west-2 = data.aws_ami.web.id\n  }\n}\n';
		expect(parse(text, {}, "web.tf").skipped).toEqual([
			{
				row: "variable.amis.default.us-west-2",
				why: "an expression, which is not evaluated: only literal values are read",
			},
		]);
	});
	it("are not a list of images without one", () => {
		const text = 'resource "aws_instance" "web" {\n  ami = "ami-00000001"\n}\n';
		expect(source.recognizes(readDocument("web.tf", new TextEncoder().encode(text)))).toBe(false);
	});
});

describe("a map from this registry's clouds", () => {
	const expected = ["web aws-us-east-1 ami-00000001", "web gcp projects/acme/global/images/web-1"];
	it.each([
		["web.json", '{"aws-us-east-1": "ami-00000001", "gcp": "projects/acme/global/images/web-1"}'],
		["web.yaml", '"aws-us-east-1": "ami-00000001"\n"gcp": "projects/acme/global/images/web-1"\n'],
		[
			"web.tfvars",
			'images = {\n  "aws-us-east-1" = "ami-00000001"\n  "gcp"           = "projects/acme/global/images/web-1"\n}\n',
		],
		["web.env", "MCI_AWS_US_EAST_1='ami-00000001'\nMCI_GCP='projects/acme/global/images/web-1'\n"],
		[
			"web.yaml",
			"mci: web\nsettings:\n  aws-us-east-1: {image: ami-00000001}\n  gcp: {image: projects/acme/global/images/web-1}",
		],
	])("is read: %s %j", (path, text) => {
		const document = readDocument(path, new TextEncoder().encode(text));
		expect(recognizeSources(document).map(({ id }) => id)).toEqual(["region-map"]);
		expect(cells(source.parse(document, {}))).toEqual(expected);
	});
	it("speaks for the types of its clouds only", () => {
		expect(parse('{"aws-us-east-1": "ami-00000001", "gcp": "web-1"}').lines[0]?.scope).toEqual({
			kind: "any-of",
			scopes: [
				{ kind: "cloud-type", type: "aws" },
				{ kind: "cloud-type", type: "gcp" },
			],
		});
	});
	it("skips what names no image or cloud, with the reason", () => {
		expect(
			parse('{"aws-us-east-1": "ami-00000001", "aws-us-west-2": "", "aws-eu-west-1": "x", "A B": "y", "gcp": "i"}')
				.skipped,
		).toEqual([
			{ row: "aws-us-west-2", why: "the image id is empty" },
			{ row: "aws-eu-west-1", why: 'the publisher says "x" here: no image' },
			{ row: '["A B"]', why: '"A B" names no cloud' },
		]);
	});
	it.each(['{"aws": "enabled", "gcp": "disabled"}', '{"web": {"aws-us-east-1": "ami-00000001"}}'])(
		"is not %s",
		(text) => expect(source.recognizes(readDocument("x.json", new TextEncoder().encode(text)))).toBe(false),
	);
});
