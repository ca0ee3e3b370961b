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
		["proxmox-iso", "web", "9001", {}, [["proxmox", "id", "9001"]]],
		["proxmox-clone", "web", "9002", { region: "Lab 1" }, [["proxmox-lab-1", "id", "9002"]]],
		["vsphere-iso", "web", "/dc1/vm/templates/web:2024", {}, [["vsphere", "id", "/dc1/vm/templates/web:2024"]]],
		[
			"nutanix",
			"web",
			"0d6f0cf5-0000-4000-8000-000000000001",
			{},
			[["nutanix", "id", "0d6f0cf5-0000-4000-8000-000000000001"]],
		],
		["hcloud", "web", "43222", {}, [["hetzner", "id", "43222"]]],
		["linode", "web", "private/123", {}, [["linode", "id", "private/123"]]],
		[
			"scaleway",
			"web",
			"fr-par-1:0f2cb0fa-aac7-490d-a289-9bbba7db82cc",
			{},
			[["scaleway-fr-par-1", "id", "0f2cb0fa-aac7-490d-a289-9bbba7db82cc"]],
		],
		["tencentcloud-cvm", "web", "ap-guangzhou:img-1a2b3c", {}, [["tencentcloud-ap-guangzhou", "id", "img-1a2b3c"]]],
		["osc-bsu", "web", "eu-west-2:ami-12345678", {}, [["outscale-eu-west-2", "id", "ami-12345678"]]],
		["ucloud-uhost", "web", "org-1:cn-bj2:uimage-a1", {}, [["ucloud-cn-bj2", "id", "uimage-a1"]]],
		["yandex", "web", "fd8abc", {}, [["yandex", "id", "fd8abc"]]],
		["qemu", "web", "eu-west-1:ami-00000001", {}, [["aws-eu-west-1", "id", "ami-00000001"]]],
		[
			"virtualbox-iso",
			"web",
			"us-gov-west-1:ami-00000001,us-gov-east-1:ami-00000002",
			{},
			[
				["aws-us-gov-west-1", "id", "ami-00000001"],
				["aws-us-gov-east-1", "id", "ami-00000002"],
			],
		],
		["vmware-iso", "web", "projects/p/global/images/i", {}, [["gcp", "path", "projects/p/global/images/i"]]],
		["qemu", "web", "cn-beijing:m-2zeg1234", {}, [["alibaba-cn-beijing", "id", "m-2zeg1234"]]],
		[
			"hyperv-iso",
			"web",
			"/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/web",
			{ region: "westeurope" },
			[["azure-westeurope", "path", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/web"]],
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

	it.each([
		["qemu", "VM", "qemu wrote no files and names no image in a cloud"],
		["docker", "sha256:aa", "docker made a container, which is not a machine image"],
		["hyperv-iso", null, "hyperv-iso wrote no files and names no image in a cloud"],
		["vagrant", "acme/web", "“acme/web” of vagrant does not say in which cloud it is"],
	])("skips %s with artifact %j and no files with the reason", (builder_type, artifact_id, why) => {
		expect(parse(manifest({ name: "web", builder_type, artifact_id, files: null })).skipped).toEqual([
			{ row: "builds[0].files", why },
		]);
	});

	it("keeps the image of an import post-processor and skips the file that it came from", () => {
		const local = {
			name: "rocky9",
			builder_type: "qemu",
			artifact_id: "VM",
			files: [{ name: "out/rocky9.raw", size: 1 }],
		};
		const imported = { name: "rocky9", builder_type: "qemu", artifact_id: "eu-west-1:ami-01111111111111111" };
		for (const builds of [
			[local, imported],
			[imported, local],
		]) {
			const listing = parse(manifest(...builds, { ...local, name: "other", packer_run_uuid: "later" }));
			expect(listing.lines.map((line) => line.name)).toEqual(["rocky9"]);
			expect(cells(listing)).toEqual([["aws-eu-west-1", "id", "ami-01111111111111111"]]);
			expect(listing.skipped[0]?.why).toBe("qemu wrote 1 local file and made no image in a cloud");
		}
	});

	it("has one template of a run in a private cloud, the last one, and skips the others with the reason", () => {
		const listing = parse(
			manifest(
				{ name: "web", builder_type: "proxmox-iso", artifact_id: "9001" },
				{ name: "web", builder_type: "proxmox-clone", artifact_id: "9002" },
				{ name: "web", builder_type: "nutanix", artifact_id: "0d6f0cf5-0000-4000-8000-000000000001" },
			),
		);
		expect(cells(listing)).toEqual([
			["proxmox", "id", "9002"],
			["nutanix", "id", "0d6f0cf5-0000-4000-8000-000000000001"],
		]);
		expect(listing.skipped).toEqual([
			{
				row: "builds[0].artifact_id",
				why: "the run's later build of web in proxmox is 9002; give each its own custom_data.mci",
			},
		]);
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
		["us-east-1:vol-0c6dc9cd", "“vol-0c6dc9cd” is not an AMI id (ami- and 8 to 17 hex digits)"],
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

	const inRegion = (name: string, region: string, id: string, run_id = run) => ({
		name,
		builder_type: "amazon-ebs",
		artifact_id: `${region}:${id}`,
		packer_run_uuid: run_id,
	});
	const east = (name: string, id = "ami-00000001") => inRegion(name, "us-east-1", id);
	const west = (name: string, id = "ami-00000002") => inRegion(name, "eu-west-1", id);

	it.each([
		["regions", [east("us-east-1"), west("eu-west-1")], ["web-base"]],
		["one region", [east("us-east-1")], ["web-base"]],
		["regions with underscores", [east("us_east_1"), west("amazon-ebs.eu_west_1")], ["web-base"]],
		["regions behind one word", [east("db-us-east-1"), west("db-eu-west-1")], ["db"]],
		["regions before one word", [east("us-east-1-db"), west("eu-west-1-db")], ["db"]],
		["regions of two images", [east("db-us-east-1"), west("app-eu-west-1")], ["db-us-east-1", "app-eu-west-1"]],
		["one source with a region", [east("db-us-east-1")], ["db-us-east-1"]],
		[
			"sources that copy to each other's regions",
			[{ ...east("db-us-east-1"), artifact_id: "us-east-1:ami-00000001,eu-west-1:ami-00000003" }, west("db-eu-west-1")],
			["db-us-east-1", "db-eu-west-1"],
		],
	])("of sources named after %s", (_of, builds, names) => {
		expect(parse(manifest(...builds), {}, "web-base/manifest.json").lines.map((line) => line.name)).toEqual(names);
	});

	it("of sources named after regions has all their clouds", () => {
		expect(cells(parse(manifest(east("us-east-1"), west("eu-west-1")), {}, "web-base/manifest.json"))).toEqual([
			["aws-us-east-1", "id", "ami-00000001"],
			["aws-eu-west-1", "id", "ami-00000002"],
		]);
	});

	it("is image-builder's build_name where a source is named after its private cloud", () => {
		const value = manifest({
			name: "vsphere",
			builder_type: "vsphere-iso",
			artifact_id: "ubuntu-2204-kube-v1.28.9",
			custom_data: { build_name: "ubuntu-2204", kubernetes_semver: "v1.28.9" },
		});
		expect(parse(value, {}, "output/packer-manifest.json").lines.map((line) => line.name)).toEqual(["ubuntu-2204"]);
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
