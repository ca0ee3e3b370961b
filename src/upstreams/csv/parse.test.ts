import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import type { Listing, SourceOptions } from "../source.ts";
import { source } from "./index.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

sourceContract(source, [
	{
		file: fixture("aws_amis-2021-09-13.csv"),
		names: ["almalinux-os-8-arm64", "almalinux-os-8-x86_64"],
		lines: 2,
		images: 42,
		skipped: 0,
	},
	{
		file: fixture("aws_amis-2022-05-16.csv"),
		names: ["almalinux-os-8-x86_64", "almalinux-os-9-arm64"],
		lines: 4,
		images: 88,
		skipped: 0,
	},
	{
		file: fixture("aws_amis_9.csv"),
		names: ["almalinux-os-9-x86_64", "almalinux-os-9-arm64"],
		lines: 2,
		images: 62,
		skipped: 0,
	},
]);

function parse(text: string, options: SourceOptions = {}): Listing {
	return source.parse(readDocument("images.csv", new TextEncoder().encode(text)), options);
}

function cells(listing: Listing) {
	return listing.lines.flatMap((line) =>
		line.releases.flatMap((release) =>
			release.images.map(
				(one) => `${line.name} ${release.version} ${one.cloud.slug} ${one.image.kind} ${one.image.uid}`,
			),
		),
	);
}

describe("AlmaLinux's form", () => {
	const listing = source.parse(readDocument("aws_amis.csv", readFileSync(fixture("aws_amis-2021-09-13.csv"))), {});
	it("reads quoted and unquoted rows, each architecture at its own release and day", () => {
		expect(
			listing.lines.map((line) => [line.key, line.releases.map((release) => [release.version, release.releasedAt])]),
		).toEqual([
			["almalinux-os-8/x86_64", [["8.4.20210803", "2021-08-03T00:00:00.000Z"]]],
			["almalinux-os-8/arm64", [["8.4.20210820", "2021-08-20T00:00:00.000Z"]]],
		]);
	});
	it("has the list's facts about an image", () => {
		const image = listing.lines[1]?.releases[0]?.images.find((one) => one.cloud.slug === "aws-af-south-1");
		expect(image).toMatchObject({
			image: { kind: "id", uid: "ami-035a15e68f28e2dc4", checksum: null },
			facts: {
				os: "almalinux",
				osVersion: "8.4",
				architecture: "arm64",
				publishedArchitecture: "aarch64",
				release: "8.4.20210820",
			},
		});
	});
	it("speaks for AWS only", () => expect(listing.lines[0]?.scope).toEqual({ kind: "cloud-type", type: "aws" }));
	it("keeps Kitten apart", () => {
		expect(cells(parse('"AlmaLinux OS Kitten","10.20241224.0","us-east-1","ami-003a025a7b759591f","x86_64"'))).toEqual([
			"almalinux-os-kitten-10-x86_64 10.20241224.0 aws-us-east-1 id ami-003a025a7b759591f",
		]);
	});
	it("creates one release from regions at different releases and notes the minority", () => {
		const mixed = parse(
			"AlmaLinux OS,9.6.20250522,us-east-1,ami-00000001,x86_64\nAlmaLinux OS,9.6.20250522,us-east-2,ami-00000002,x86_64\nAlmaLinux OS,9.5.20241118,eu-west-1,ami-00000003,x86_64\n",
		);
		expect(
			mixed.lines.map((line) =>
				line.releases.map((release) => [release.version, release.images.length, release.notes]),
			),
		).toEqual([[["9.6.20250522", 3, ["1 place at 9.5.20241118: aws-eu-west-1"]]]]);
	});
});

describe("a table with a header", () => {
	const header = "Name;Version;Cloud;Region;Image ID;Arch";
	it.each([
		[`${header}\nweb;1.4;aws;us-east-1;ami-00000001;amd64\n`, ["web-x86_64 1.4 aws-us-east-1 id ami-00000001"]],
		[
			`${header}\nweb;1.4;azure;West Europe;acme:web:std:1.4.0;amd64\n`,
			["web-x86_64 1.4 azure-westeurope urn acme:web:std:1.4.0"],
		],
		[
			`${header}\nweb;1.4;google;;projects/acme/global/images/web-1-4;\n`,
			["web 1.4 gcp path projects/acme/global/images/web-1-4"],
		],
		[
			`${header}\nUbuntu;22.04;openstack;RegionOne;0f2cb0fa-aac7-490d-a289-9bbba7db82cc;arm64\n`,
			["ubuntu-22.04-arm64 22.04 openstack-regionone id 0f2cb0fa-aac7-490d-a289-9bbba7db82cc"],
		],
	])("reads %j", (text, expected) => expect(cells(parse(text))).toEqual(expected));

	it("keeps releases of a region that is listed several times, oldest first", () => {
		const listing = parse(
			"name,version,region,ami,date\nweb,2,us-east-1,ami-00000002,2024-02-01\nweb,1,us-east-1,ami-00000001,2024-01-01\n",
		);
		expect(cells(listing)).toEqual(["web 1 aws-us-east-1 id ami-00000001", "web 2 aws-us-east-1 id ami-00000002"]);
	});
});

it("reads the columns that the option names", () => {
	expect(cells(parse("x,us-east-1,web,ami-00000001\n", { columns: "-,region,name,image", cloud: "aws" }))).toEqual([
		"web null aws-us-east-1 id ami-00000001",
	]);
});

it.each([
	["name,region,ami\nweb,us-east-1,UNSUPPORTED\n", "line 2", 'the publisher says "UNSUPPORTED" here: no image'],
	["name,region,ami\nweb,us-east-1,\n", "line 2", "the image id is empty"],
	["name,region,ami\nweb,us-east-1\n", "line 2", "only 2 cells"],
	["name,region,image\nweb,x,abc\n", "line 2", '"abc" has no cloud; give the option cloud'],
])("skips the row of %j with its line and the reason", (text, row, why) => {
	expect(parse(text)).toEqual({ lines: [], skipped: [{ row, why }] });
});

it.each([
	["a,b\nc,d\n", {}, /no header with an image column/],
	["a,b\nc,d\n", { columns: "name,color" }, /unknown column "color"/],
	[
		"name,release,region,ami\nweb,1,us-east-1,ami-00000001\nweb,1,us-east-1,ami-00000002\n",
		{},
		/two images for aws-us-east-1/,
	],
])("refuses %j with options %j", (text, options, expected) => {
	expect(() => parse(text, options as SourceOptions)).toThrow(expected);
});
