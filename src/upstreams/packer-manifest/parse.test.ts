import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import type { SourceOptions } from "../source.ts";
import { source } from "./index.ts";

sourceContract(source, [
	{
		file: new URL("./fixtures/packer-manifest-multicloud.json", import.meta.url),
		names: ["base-22.04"],
		lines: 1,
		images: 4,
		skipped: 0,
	},
	{
		file: new URL("./fixtures/only-some-builders.json", import.meta.url),
		options: { project: "acme" },
		names: ["ubuntu"],
		lines: 1,
		images: 5,
		skipped: 1,
	},
]);

const run = "9dc5986c-d345-cf8f-3164-d37c2cfdced3";

function manifest(...builds: Record<string, unknown>[]): unknown {
	return {
		builds: builds.map((build) => ({ build_time: 1700000000, packer_run_uuid: run, ...build })),
		last_run_uuid: run,
	};
}

function parse(value: unknown, options: SourceOptions = {}, path = "packer-manifest.json") {
	return source.parse(readDocument(path, new TextEncoder().encode(JSON.stringify(value))), options);
}

function cells(listing: ReturnType<typeof parse>) {
	return listing.lines.flatMap((line) =>
		line.releases.flatMap((release) => release.images.map(({ cloud, image }) => [cloud.slug, image.kind, image.uid])),
	);
}

describe("a run over several clouds", () => {
	const listing = source.parse(
		readDocument(
			"m.json",
			new TextEncoder().encode(
				JSON.stringify(
					manifest(
						{
							name: "aws",
							builder_type: "amazon-ebs",
							artifact_id: "eu-west-1:ami-23b4e3ff,us-east-1:ami-0c6dc9cd",
							custom_data: { mci: "base", revision: "7" },
						},
						{
							name: "RegionOne",
							builder_type: "openstack",
							build_time: 1700000009,
							artifact_id: "0f2cb0fa-aac7-490d-a289-9bbba7db82cc",
							custom_data: { mci: "base" },
						},
					),
				),
			),
		),
		{},
	);

	it("is one release with the run's id, the time of its last build and its custom data in a note", () => {
		expect(listing.lines[0]?.releases).toMatchObject([
			{ version: run, releasedAt: "2023-11-14T22:13:29.000Z", notes: ["custom data: revision 7"] },
		]);
	});
	it("has the cells of all builders", () => {
		expect(cells(listing)).toEqual([
			["aws-eu-west-1", "id", "ami-23b4e3ff"],
			["aws-us-east-1", "id", "ami-0c6dc9cd"],
			["openstack-regionone", "id", "0f2cb0fa-aac7-490d-a289-9bbba7db82cc"],
		]);
	});
	it("speaks only for the clouds that it names", () => {
		expect(listing.lines[0]?.scope).toEqual({
			kind: "clouds",
			clouds: ["aws-eu-west-1", "aws-us-east-1", "openstack-regionone"],
		});
	});
});

describe("a run of some builders only", () => {
	const first = {
		name: "b",
		builder_type: "amazon-ebs",
		artifact_id: "eu-west-1:ami-00000001,us-east-1:ami-00000002",
		packer_run_uuid: "one",
	};
	const google = { name: "b", builder_type: "googlecompute", artifact_id: "b-1", packer_run_uuid: "one" };
	const second = {
		name: "b",
		builder_type: "amazon-ebs",
		build_time: 1700000500,
		artifact_id: "us-east-1:ami-00000003",
		packer_run_uuid: "two",
	};
	const releases = parse(manifest(first, google, second)).lines[0]?.releases ?? [];

	it("keeps the images of builders that did not run, and drops regions that a builder no longer makes", () => {
		expect(releases.map((release) => release.images.map(({ cloud, image }) => `${cloud.slug} ${image.uid}`))).toEqual([
			["aws-eu-west-1 ami-00000001", "aws-us-east-1 ami-00000002", "gcp b-1"],
			["gcp b-1", "aws-us-east-1 ami-00000003"],
		]);
	});
	it("has a note about it", () => expect(releases[1]?.notes).toEqual(["only b ran; b still of run one"]));
});

describe("artifacts of builders", () => {
	it.each([
		[
			"openstack",
			"RegionOne",
			"0f2cb0fa-aac7-490d-a289-9bbba7db82cc",
			{ "openstack-cloud": "acme" },
			[["acme-regionone", "id", "0f2cb0fa-aac7-490d-a289-9bbba7db82cc"]],
		],
		["googlecompute", "web", "web-17", { project: "acme" }, [["gcp", "path", "projects/acme/global/images/web-17"]]],
		["googlecompute", "web", "web-17", {}, [["gcp", "name", "web-17"]]],
		[
			"azure-arm",
			"web",
			"/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/web",
			{ region: "West Europe" },
			[["azure-westeurope", "path", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/web"]],
		],
		[
			"azure-arm",
			"web",
			"https://acme.blob.core.windows.net/vhds/web.vhd",
			{},
			[["azure", "object", "https://acme.blob.core.windows.net/vhds/web.vhd"]],
		],
		[
			"alicloud-ecs",
			"web",
			"cn-beijing:m-2zeg,cn-hangzhou:m-bp1a",
			{},
			[
				["alibaba-cn-beijing", "id", "m-2zeg"],
				["alibaba-cn-hangzhou", "id", "m-bp1a"],
			],
		],
		[
			"digitalocean",
			"web",
			"nyc3,sfo3:12345",
			{},
			[
				["digitalocean-nyc3", "id", "12345"],
				["digitalocean-sfo3", "id", "12345"],
			],
		],
	])("%s named %s: %s", (builder_type, name, artifact_id, options, expected) => {
		expect(cells(parse(manifest({ name, builder_type, artifact_id }), options as SourceOptions))).toEqual(expected);
	});

	it("lists a file with a URL as an artifact, and skips local files with the reason", () => {
		const listing = parse(
			manifest(
				{
					name: "web",
					builder_type: "qemu",
					artifact_id: "VM",
					files: [{ name: "https://example.org/web.qcow2.xz", size: 1 }],
				},
				{ name: "web", builder_type: "virtualbox-iso", artifact_id: "VM", files: [{ name: "out/web.ovf", size: 1 }] },
			),
		);
		expect(cells(listing)).toEqual([["artifact-qemu-qcow2.xz", "artifact", "https://example.org/web.qcow2.xz"]]);
		expect(listing.skipped).toEqual([
			{ row: "builds[1].files", why: "virtualbox-iso wrote 1 local file and made no image in a cloud" },
		]);
	});

	it.each([
		["us-east-1:vol-0c6dc9cd", '"vol-0c6dc9cd" is not an AMI\'s id (ami- and 8 to 17 hex digits)'],
		["", "amazon-ebs made no artifact"],
		[null, "amazon-ebs made no artifact"],
	])("skips %j with the reason", (artifact_id, why) => {
		expect(parse(manifest({ name: "web", builder_type: "amazon-ebs", artifact_id })).skipped).toEqual([
			{ row: "builds[0].artifact_id", why },
		]);
	});
});

describe("the name", () => {
	const build = (name: string, builder_type = "amazon-ebs") =>
		manifest({ name, builder_type, artifact_id: "us-east-1:ami-00000001" });
	it.each([
		["the option", build("amazon-ebs"), { name: "web" }, "manifest.json", "web"],
		["the builder's own name", build("web"), {}, "manifest.json", "web"],
		["the HCL source's name", build("amazon-ebs.web"), {}, "manifest.json", "web"],
		[
			"the telling part of the path",
			build("amazon-ebs"),
			{},
			"images/web-base/7.6/aws/packer_build_history.json",
			"web-base-7.6",
		],
		["the file's name", build("amazon-ebs"), {}, "out/web.json", "web"],
	])("is %s", (_of, value, options, path, expected) => {
		expect(parse(value, options as SourceOptions, path).lines.map((line) => line.name)).toEqual([expected]);
	});

	it("distinguishes architectures of one image", () => {
		const value = manifest(
			{
				name: "x86_64",
				builder_type: "amazon-ebs",
				artifact_id: "us-east-1:ami-00000001",
				custom_data: { mci: "web" },
			},
			{ name: "arm64", builder_type: "amazon-ebs", artifact_id: "us-east-1:ami-00000002", custom_data: { mci: "web" } },
		);
		expect(parse(value).lines.map((line) => line.name)).toEqual(["web-x86_64", "web-arm64"]);
	});
});

it("refuses a run with two images for one cloud, with the place in the file", () => {
	const value = manifest(
		{ name: "a", builder_type: "amazon-ebs", artifact_id: "us-east-1:ami-00000001", custom_data: { mci: "web" } },
		{ name: "b", builder_type: "amazon-ebs", artifact_id: "us-east-1:ami-00000002", custom_data: { mci: "web" } },
	);
	expect(() => parse(value)).toThrow(/two images of web for aws-us-east-1: ami-00000001 and ami-00000002/);
});

it("refuses a document without builds", () => {
	expect(() => parse({ last_run_uuid: "x" })).toThrow(/builds is missing/);
});
