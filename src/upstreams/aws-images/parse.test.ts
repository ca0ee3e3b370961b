import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import { source } from "./index.ts";

const fixture = new URL("./fixtures/aws_list_images.json", import.meta.url);
const read = (value: unknown, options = {}, path = "images.json") =>
	source.parse(readDocument(path, Buffer.from(JSON.stringify(value))), options);
const image = (more: object) => ({ ImageId: "ami-00000001", Name: "web-20240102", State: "available", ...more });

sourceContract(source, [
	{
		file: fixture,
		options: { region: "eu-west-1" },
		names: [
			"rhel-7.9_hvm-hourly2-gp2-x86_64",
			"rhel-9.0.0_hvm-hourly2-gp2-arm64",
			"rhel_ha-9.0.0_hvm_beta-hourly2-gp2-x86_64",
		],
		lines: 5,
		images: 12,
		skipped: 0,
	},
]);

describe("a response of describe-images", () => {
	const listing = source.parse(readDocument("aws_list_images.json", readFileSync(fixture)), { region: "eu-west-1" });
	const lineOf = (name: string) => listing.lines.find((line) => line.name === name);

	it("becomes one release per image, in order of the day in its name", () => {
		const releases = lineOf("rhel-7.9_hvm-hourly2-gp2-x86_64")?.releases ?? [];
		expect(releases.map((release) => [release.releasedAt?.slice(0, 10), release.images[0]?.image.uid])).toEqual([
			["2021-02-08", "ami-030e754805234517e"],
			["2021-10-05", "ami-073955d8665a7a9e7"],
			["2022-02-22", "ami-0051b1b2c5a166c8c"],
			["2022-05-12", "ami-004fac3d4533a2541"],
			["2022-10-27", "ami-045393c081cabeb1f"],
		]);
		expect(releases[4]?.version).toMatch(/^20221027/);
	});

	it("speaks for its region only", () => {
		expect(listing.lines[0]?.scope).toEqual({ kind: "clouds", clouds: ["aws-eu-west-1"] });
	});

	it("has owner, visibility, dates and state", () => {
		expect(lineOf("rhel-9.0.0_hvm-hourly2-gp2-arm64")?.releases[0]?.images[0]).toMatchObject({
			cloud: { slug: "aws-eu-west-1" },
			image: { kind: "id", uid: "ami-08ddbe20d7e0d2f8f", checksum: null },
			facts: {
				name: "RHEL-9.0.0_HVM-20220513-arm64-0-Hourly2-GP2",
				os: "rhel",
				osVersion: "9.0.0",
				architecture: "arm64",
				variant: "hvm",
				owner: "309956199498",
				visibility: "public",
				state: "active",
				createdAt: "2022-05-13T12:04:49.000Z",
				deprecatedAt: "2024-05-13T12:04:49.000Z",
			},
		});
	});

	it.each([
		["the file's name", "describe-images_ap-southeast-2.json", "aws-ap-southeast-2"],
		["a folder's name", "lists/us-gov-west-1/images.json", "aws-us-gov-west-1"],
		["the file's name before a folder's", "eu-west-1/images-eu-west-3.json", "aws-eu-west-3"],
	])("takes its region from %s", (_where, path, slug) => {
		expect(read([image({})], {}, path).lines[0]?.releases[0]?.images[0]?.cloud.slug).toBe(slug);
	});

	it.each([[{}], [{ region: "Mars" }]])("without a valid region (%o) asks for the option", (options) => {
		expect(() => read([image({})], options)).toThrow(
			expect.objectContaining({
				code: "upstream-option-invalid",
				details: expect.objectContaining({ option: "region", format: "aws-images" }),
			}),
		);
	});

	it("keeps an image built again under one version as a release of its own", () => {
		const listing = read(
			[
				image({ Name: "web-v1.2.3-arm64", ImageId: "ami-00000002", CreationDate: "2024-01-03T00:00:00.000Z" }),
				image({ Name: "web-arm64-v1.2.3", ImageId: "ami-00000001", CreationDate: "2024-01-02T00:00:00.000Z" }),
			],
			{ region: "us-east-1" },
		);
		expect(
			listing.lines.map((line) => line.releases.map((release) => [release.version, release.images[0]?.image.uid])),
		).toEqual([
			[
				["v1.2.3", "ami-00000001"],
				["web-v1.2.3-arm64", "ami-00000002"],
			],
		]);
	});

	it("distinguishes two owners' images of one name", () => {
		const listing = read(
			[image({ OwnerId: "111111111111" }), image({ OwnerId: "222222222222", ImageId: "ami-00000002" })],
			{ region: "us-east-1" },
		);
		expect(listing.lines.map((line) => line.name)).toEqual(["web-111111111111", "web-222222222222"]);
	});

	it("reads paravirtual and Mac images as variants", () => {
		const listing = read(
			[
				image({ Architecture: "i386", VirtualizationType: "paravirtual" }),
				image({ ImageId: "ami-00000002", Architecture: "arm64_mac", VirtualizationType: "hvm" }),
			],
			{ region: "us-east-1" },
		);
		expect(listing.lines.map((line) => line.name)).toEqual(["web-pv-i386", "web-mac-arm64"]);
		expect(listing.lines.map((line) => line.releases[0]?.images[0]?.facts.publishedArchitecture)).toEqual([
			"i386",
			"arm64_mac",
		]);
	});

	it("reports unusable entries", () => {
		const rows = [image({ ImageId: "aki-00000001" }), image({ State: "failed" }), { ImageId: "ami-00000003" }, "x"];
		expect(read({ Images: rows }, { region: "us-east-1" })).toEqual({
			lines: [],
			skipped: [
				{ row: "Images[0]", why: "aki-00000001 is not an AMI id (ami- and 8 to 17 hex digits)" },
				{ row: "Images[1]", why: "the image is failed" },
				{ row: "Images[2]", why: "the image has no Name" },
				{ row: "Images[3]", why: "the entry is not an image" },
			],
		});
	});
});
