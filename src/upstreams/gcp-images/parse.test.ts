import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import { source } from "./index.ts";

const fixture = new URL("./fixtures/google_list_images.json", import.meta.url);
const read = (value: unknown) => source.parse(readDocument("images.json", Buffer.from(JSON.stringify(value))), {});
const image = (name: string, more: object = {}) => ({
	kind: "compute#image",
	name,
	selfLink: `https://www.googleapis.com/compute/v1/projects/acme/global/images/${name}`,
	creationTimestamp: "2024-01-02T03:04:05.000-08:00",
	status: "READY",
	...more,
});

sourceContract(source, [
	{
		file: fixture,
		names: ["ubuntu-pro-1804-lts-x86_64", "ubuntu-2204-lts-arm64", "fedora-coreos-stable-x86_64", "cos-97-lts-x86_64"],
		lines: 10,
		images: 12,
		skipped: 0,
	},
]);

describe("Google's image list", () => {
	const listing = source.parse(readDocument("google_list_images.json", readFileSync(fixture)), {});
	const lineOf = (name: string) => listing.lines.find((line) => line.name === name);

	it("becomes one line per family, one release per image, oldest first", () => {
		expect(
			lineOf("ubuntu-pro-1804-lts-x86_64")?.releases.map((release) => [
				release.version,
				release.releasedAt,
				release.images[0]?.image,
			]),
		).toEqual([
			[
				"v20221125",
				"2022-11-25T16:31:40.589Z",
				{
					kind: "path",
					uid: "projects/ubuntu-os-pro-cloud/global/images/ubuntu-pro-1804-bionic-v20221125",
					checksum: null,
				},
			],
			[
				"v20221128",
				"2022-11-28T18:48:39.202Z",
				{
					kind: "path",
					uid: "projects/ubuntu-os-pro-cloud/global/images/ubuntu-pro-1804-bionic-v20221128",
					checksum: null,
				},
			],
		]);
	});

	it("is one global place", () => {
		expect(lineOf("ubuntu-2204-lts-arm64")?.releases[0]?.images[0]?.cloud.slug).toBe("gcp");
		expect(lineOf("ubuntu-2204-lts-arm64")?.scope).toEqual({ kind: "cloud-type", type: "gcp" });
	});

	it("takes a missing architecture from the image's name, and otherwise leaves it open", () => {
		expect(lineOf("fedora-coreos-stable-x86_64")?.releases[0]?.images[0]?.facts).toMatchObject({
			architecture: "x86_64",
			publishedArchitecture: "x86-64",
			osVersion: "36",
		});
		const [open] = read([image("web-v20240102")]).lines;
		expect([open?.name, open?.releases[0]?.images[0]?.facts.architecture]).toEqual(["web", undefined]);
	});

	it("without a family is named without its release", () => {
		const listing = read([
			image("web-v20240102"),
			image("web-v20240202", { creationTimestamp: "2024-02-02T00:00:00Z" }),
		]);
		expect(listing.lines.map((line) => [line.name, line.releases.map((release) => release.version)])).toEqual([
			["web", ["v20240102", "v20240202"]],
		]);
	});

	it.each([
		["DEPRECATED", "deprecated"],
		["OBSOLETE", "obsolete"],
		["DELETED", "deleted"],
	])("reads a %s image, its dates and its successor", (state, ours) => {
		const deprecated = {
			state,
			replacement: "https://www.googleapis.com/compute/v1/projects/acme/global/images/web-v20240202",
			deprecated: "2024-02-02T00:00:00.000-08:00",
			obsolete: "2024-03-02T00:00:00.000-08:00",
			deleted: "2024-04-02T00:00:00.000-08:00",
		};
		expect(read([image("web-v20240102", { deprecated })]).lines[0]?.releases[0]?.images[0]?.facts).toMatchObject({
			state: ours,
			replacement: "projects/acme/global/images/web-v20240202",
			deprecatedAt: "2024-02-02T08:00:00.000Z",
			endOfLifeAt: "2024-03-02T08:00:00.000Z",
			deletedAt: "2024-04-02T08:00:00.000Z",
		});
	});

	it("distinguishes projects with one family name", () => {
		const other = image("web-v20240102", {
			family: "web",
			selfLink: "https://compute.googleapis.com/compute/beta/projects/other/global/images/web-v20240102",
		});
		expect(read([image("web-v20240102", { family: "web" }), other]).lines.map((line) => line.name)).toEqual([
			"web-acme",
			"web-other",
		]);
	});

	it("keeps images of one family whose names have no release apart by their names", () => {
		const listing = read([image("blue", { family: "web" }), image("green", { family: "web" })]);
		expect(listing.lines.map((line) => line.releases.map((release) => release.version))).toEqual([["blue", "green"]]);
	});

	it("reads the same in the API's form", () => {
		expect(read({ kind: "compute#imageList", items: [image("web-v20240102")] })).toEqual(
			read([image("web-v20240102")]),
		);
	});

	it("reports unusable entries", () => {
		const listing = read([image("a"), image("b", { status: "FAILED" }), image("c", { selfLink: "x" }), null]);
		expect(listing.skipped).toEqual([
			{ row: "[1]", why: "the image's status is FAILED" },
			{ row: "[2]", why: "the image has no selfLink of the form projects/<project>/global/images/<name>" },
			{ row: "[3]", why: "the entry is not an image" },
		]);
	});
});
