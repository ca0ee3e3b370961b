import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isFault } from "../../core/errors.ts";
import { readDocument } from "../reading/read-document.ts";
import { recognizeSources } from "../recognize-sources.ts";
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
	{
		file: fixture("golden-images.json"),
		names: ["golden-images-x86_64", "golden-images-arm64"],
		lines: 2,
		images: 3,
		skipped: 1,
	},
	{ file: fixture("nested-regions.yaml"), names: ["web-gpu", "web-cpu"], lines: 2, images: 3, skipped: 0 },
	{ file: fixture("release-page.md"), names: ["acme-os-x86_64"], lines: 1, images: 2, skipped: 1 },
	{ file: fixture("dated-builds.csv"), names: ["web-base"], lines: 1, images: 4, skipped: 0 },
]);

function parse(text: string, options: SourceOptions = {}, name = "images.csv"): Listing {
	return source.parse(readDocument(name, new TextEncoder().encode(text)), options);
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
	["name,region,ami,date\nweb,us-east-1,ami-00000001,2024-01-15\n", { dates: "ymd" }, /can be dmy or mdy/],
	[
		"name,release,region,ami\nweb,1,us-east-1,ami-00000001\nweb,1,us-east-1,ami-00000002\n",
		{},
		/two images for aws-us-east-1/,
	],
])("refuses %j with options %j", (text, options, expected) => {
	expect(() => parse(text, options as SourceOptions)).toThrow(expected);
});

describe("a table of tags", () => {
	const header = "Tag,Region,OS,OSVersion,ImageId,CreationDate";
	it("has one line for each tag, and says what its columns say", () => {
		const listing = parse(
			[
				header,
				"acme:gpu-2004,us-east-1,ubuntu,20.04,ami-00000001,20230223",
				"acme:cpu-2004,us-east-1,ubuntu,20.04,ami-00000002,20230223",
				"acme:gpu-10,,debian,10,projects/acme/global/images/gpu-10,20230223",
			].join("\n"),
		);
		expect(cells(listing)).toEqual([
			"acme-gpu-2004 null aws-us-east-1 id ami-00000001",
			"acme-cpu-2004 null aws-us-east-1 id ami-00000002",
			"acme-gpu-10 null gcp path projects/acme/global/images/gpu-10",
		]);
		expect(listing.lines[0]?.releases[0]?.images[0]?.facts).toMatchObject({
			os: "ubuntu",
			osVersion: "20.04",
			createdAt: "2023-02-23T00:00:00.000Z",
		});
	});
	it("uses the tag only where no column is the name", () => {
		expect(cells(parse("tag,name,region,ami\nnightly,web,us-east-1,ami-00000001\n"))).toEqual([
			"web null aws-us-east-1 id ami-00000001",
		]);
	});
});

it("takes the id that is an image's, not the number of the row", () => {
	expect(cells(parse("id,name,region,ami_id\n1,web,us-east-1,ami-00000001\n"))).toEqual([
		"web null aws-us-east-1 id ami-00000001",
	]);
});

describe("dates as releases, where no column is the release", () => {
	const header = "name,region,ami_id,creation_date";
	const releases = (text: string, options: SourceOptions = {}) =>
		parse(text, options).lines.flatMap((line) =>
			line.releases.map(({ version, images }) => [
				version,
				...images.map(({ cloud, image }) => `${cloud.slug} ${image.uid}`),
			]),
		);
	it("makes one of each date", () => {
		expect(
			releases(`${header}\nweb,us-east-1,ami-00000001,2024-01-15\nweb,us-east-1,ami-00000002,2024-02-15\n`),
		).toEqual([
			["2024-01-15", "aws-us-east-1 ami-00000001"],
			["2024-02-15", "aws-us-east-1 ami-00000002"],
		]);
	});
	it("keeps the newest image of the regions that a date does not list", () => {
		const rows = [
			"web,us-east-1,ami-00000001,2024-01-15T23:59:00Z",
			"web,eu-west-1,ami-00000002,2024-01-16T00:01:00Z",
			"web,us-east-1,ami-00000003,2024-02-15",
		];
		expect(releases([header, ...rows].join("\n"))).toEqual([
			["2024-01-15", "aws-us-east-1 ami-00000001"],
			["2024-01-16", "aws-us-east-1 ami-00000001", "aws-eu-west-1 ami-00000002"],
			["2024-02-15", "aws-us-east-1 ami-00000003", "aws-eu-west-1 ami-00000002"],
		]);
	});
	it("names the time where a place has two images on one day", () => {
		const rows = ["web,us-east-1,ami-00000001,2024-01-15 10:00", "web,us-east-1,ami-00000002,2024-01-15 11:30"];
		expect(releases([header, ...rows].join("\n")).map(([version]) => version)).toEqual([
			"2024-01-15T10:00:00Z",
			"2024-01-15T11:30:00Z",
		]);
	});
	it("leaves a table alone whose places have one image each", () => {
		expect(
			releases(`${header}\nweb,us-east-1,ami-00000001,2024-01-15\nweb,eu-west-1,ami-00000002,2024-02-15\n`),
		).toEqual([[null, "aws-us-east-1 ami-00000001", "aws-eu-west-1 ami-00000002"]]);
	});
	it("skips a row without a date", () => {
		const rows = ["web,us-east-1,ami-00000001,2024-01-15", "web,us-east-1,ami-00000002,"];
		expect(parse([header, ...rows].join("\n")).skipped).toEqual([
			{ row: "line 3", why: "no date, and the dates of this list are its releases" },
		]);
	});
	it.each([
		["", ""],
		["2024-01-15", "2024-01-15"],
	])("refuses two images of one place on %j and %j, with a cure that works", (first, second) => {
		const text = `${header}\nweb,us-east-1,ami-00000001,${first}\nweb,us-east-1,ami-00000002,${second}\n`;
		expect(faultOf(() => parse(text))).toMatchObject({
			code: "upstream-file-unclear",
			help: expect.stringMatching(
				/^Add a column with the release or the date, or name the columns with --option columns=/,
			),
		});
		const cured = text
			.replace("creation_date", "release")
			.replace(first, "1")
			.replace(/,[^,]*\n$/, ",2\n");
		expect(parse(cured).lines[0]?.releases).toHaveLength(2);
	});
});

describe("dates of a spreadsheet", () => {
	const header = "name,version,region,ami_id,date";
	const versions = (rows: readonly string[], options: SourceOptions = {}) =>
		parse([header, ...rows].join("\n"), options).lines.flatMap((line) =>
			line.releases.map(({ version, releasedAt }) => `${version} ${releasedAt?.slice(0, 10)}`),
		);
	const row = (build: string, n: number, date: string) => `web,${build},us-east-1,ami-0000000${n},${date}`;
	it("decide what is newest, not the names of the builds", () => {
		expect(versions([row("build-b", 1, "15/01/2024"), row("build-a", 2, "15/02/2024")])).toEqual([
			"build-b 2024-01-15",
			"build-a 2024-02-15",
		]);
	});
	it("are read in the order that one of them decides for all", () => {
		expect(versions([row("b", 1, "03/04/2024"), row("a", 2, "15/02/2024")])).toEqual(["a 2024-02-15", "b 2024-04-03"]);
	});
	it.each([
		["dmy", ["b 2024-04-03", "a 2024-05-03"]],
		["mdy", ["b 2024-03-04", "a 2024-03-05"]],
	])("are read in the order of the option: %s", (dates, expected) => {
		expect(versions([row("b", 1, "03/04/2024"), row("a", 2, "03/05/2024")], { dates })).toEqual(expected);
	});
	it("refuse the file when they can be read in two ways, naming the row and the option", () => {
		expect(faultOf(() => versions([row("b", 1, "2024-01-01"), row("a", 2, "03/04/2024")]))).toMatchObject({
			message: 'images.csv:3:1: the date "03/04/2024" can be read in two ways.',
			help: "Name the order of day and month with --option dates=dmy or --option dates=mdy. Nothing was imported.",
		});
	});
	it("refuse the file when they contradict each other", () => {
		expect(faultOf(() => versions([row("b", 1, "15/01/2024"), row("a", 2, "01/15/2024")]))?.message).toBe(
			'images.csv:3:1: the dates "15/01/2024" and "01/15/2024" order day and month differently.',
		);
	});
	it("skip their row with the reason when they can't be read and a release is there", () => {
		expect(parse([header, row("b", 1, "soon"), row("a", 2, "2024-01-15")].join("\n")).skipped).toEqual([
			{ row: "line 2", why: '"soon" is not a date that can be read' },
		]);
	});
	it("refuse the file when they can't be read and nothing else tells what is newest", () => {
		expect(faultOf(() => parse("name,region,ami,date\nweb,us-east-1,ami-00000001,soon\n"))).toMatchObject({
			code: "upstream-file-unclear",
			message: 'images.csv:2:1: "soon" is not a date that can be read.',
		});
	});
	it.each(["", "-", "n/a", "unknown"])("are not there where the cell is %j", (date) => {
		expect(parse([header, row("b", 1, date)].join("\n"))).toMatchObject({
			lines: [{ releases: [{ releasedAt: null }] }],
			skipped: [],
		});
	});
});

describe("the OS of a table", () => {
	it.each([
		["oraclelinux", "8", "oracle-linux", "8"],
		["Oracle Linux", "OL9", "oracle-linux", "9"],
		["Red Hat Enterprise Linux", "9.4", "rhel", "9.4"],
		["Ubuntu", "jammy", "ubuntu", "22.04"],
		["Ubuntu 22.04", "", "ubuntu", "22.04"],
		["AcmeOS", "v7", "acmeos", "v7"],
	])("%j %j is %s %s", (os, version, expected, expectedVersion) => {
		const listing = parse(`name,region,os,osversion,ami\nweb,us-east-1,${os},${version},ami-00000001\n`);
		expect(listing.lines[0]?.releases[0]?.images[0]?.facts).toMatchObject({ os: expected, osVersion: expectedVersion });
	});
});

describe("a list of objects", () => {
	const rows = [
		{ cloud: "aws", version: "v1.8.0", region: "us-east-1", arch: "amd64", type: "hvm", id: "ami-00000001" },
		{ cloud: "aws", version: "v1.8.0", region: "us-east-1", arch: "arm64", type: "hvm", id: "ami-00000002" },
		{
			cloud: "azure",
			version: "v1.8.0",
			region: "global",
			arch: "amd64",
			type: "",
			id: "/communityGalleries/a/images/x",
		},
	];
	const expected = [
		"talos-x86_64 v1.8.0 aws-us-east-1 id ami-00000001",
		"talos-x86_64 v1.8.0 azure path /communityGalleries/a/images/x",
		"talos-arm64 v1.8.0 aws-us-east-1 id ami-00000002",
	];
	it.each([
		["JSON", JSON.stringify(rows)],
		["an object with one list", JSON.stringify({ updated: "2024-01-01", items: rows })],
		["keys in another order and case", JSON.stringify(rows.map((row) => ({ ID: row.id, ...row, id: undefined })))],
		["a line each", rows.map((row) => JSON.stringify(row)).join("\n")],
		[
			"YAML",
			rows
				.map(
					(row) =>
						`- ${Object.entries(row)
							.map(([key, value]) => `${key}: "${value}"`)
							.join("\n  ")}`,
				)
				.join("\n"),
		],
	])("is a table: %s", (_form, text) => {
		const document = readDocument("talos", new TextEncoder().encode(text));
		expect(recognizeSources(document).map(({ id }) => id)).toEqual(["csv"]);
		expect(cells(source.parse(document, {}))).toEqual(expected);
	});
	it.each([
		[
			"a list",
			{
				regions: [
					{ region: "us-east-1", image_id: "ami-00000001" },
					{ region: "us-west-2", image_id: "ami-00000002" },
				],
			},
		],
		["a map", { amis: { "us-east-1": "ami-00000001", "us-west-2": "ami-00000002" } }],
	])("may have its regions nested, as %s", (_form, regions) => {
		const text = JSON.stringify([{ flavor: "gpu", name: "web", ...regions }]);
		const document = readDocument("x.json", new TextEncoder().encode(text));
		expect(recognizeSources(document).map(({ id }) => id)).toEqual(["csv"]);
		expect(cells(source.parse(document, {}))).toEqual([
			"web-gpu null aws-us-east-1 id ami-00000001",
			"web-gpu null aws-us-west-2 id ami-00000002",
		]);
	});
	it("keeps ids that are numbers, whatever their size", () => {
		const text =
			'[{"name": "web", "cloud": "do", "id": 15512617}, {"name": "db", "cloud": "do", "id": 9007199254740993}]';
		expect(cells(parse(text, {}, "x.json"))).toEqual([
			"web null digitalocean id 15512617",
			"db null digitalocean id 9007199254740993",
		]);
	});
	it("skips what is not an object or has no image, with its place", () => {
		expect(
			parse(
				'[1, {"cloud": "aws", "region": "us-east-1", "name": "web"}, {"region": "us-east-1", "ami": "ami-00000001"}]',
				{},
				"x.json",
			).skipped,
		).toEqual([
			{ row: "[0]", why: "not an object" },
			{ row: "[1]", why: "the image id is empty" },
		]);
	});
	it.each([
		'[{"id": "1", "name": "web"}]',
		'[{"ImageId": "ami-00000001", "OwnerId": "1", "Name": "web-1"}]',
		'[{"id": "/subscriptions/0/resourceGroups/g/providers/Microsoft.Compute/images/w", "location": "westus"}]',
		'{"value": [{"id": "/subscriptions/0/x/Microsoft.Compute/virtualMachines/w", "location": "w", "properties": {}}]}',
		'{"items": [{"id": "334004", "zone": "a", "selfLink": "https://x/compute/v1/projects/p/zones/a/machineTypes/n1"}]}',
		'{"partitions": [{"id": "aws", "regions": {"us-east-1": {"description": "US East"}}}]}',
		'[{"name": "web", "image": "nginx:1.27", "platform": "linux/amd64"}]',
		'[{"name": "web", "region": "nyc3", "image": "ubuntu-22-04-x64", "size": "s-1vcpu-1gb"}]',
		'{"a": [{"region": "us-east-1", "ami": "ami-00000001"}], "b": []}',
		"[]",
	])("is not %s", (text) => {
		const document = readDocument("x.json", new TextEncoder().encode(text));
		expect(recognizeSources(document).map(({ id }) => id)).not.toContain("csv");
	});
});

describe("a table in Markdown", () => {
	const bars = [
		"Distribution|Version|Region|AMI ID|Arch",
		"-|-|-|-|-",
		"Acme OS|10.1|af-south-1|ami-00000001|x86_64",
		"Acme OS|10.1|us-east-1|ami-00000002|x86_64\n",
	].join("\n");
	it.each([
		["of a file", bars],
		[
			"after prose and another table",
			`# Images\n\nSee below.\n\n| Image | Size |\n|---|---|\n| x | 1 |\n\n${bars}\nEnd.\n`,
		],
		[
			"with bars around",
			bars
				.split("\n")
				.filter((line) => line !== "")
				.map((line) => `| ${line} |`)
				.join("\n"),
		],
	])("is read %s", (_form, text) => {
		const document = readDocument("aws_amis.md", new TextEncoder().encode(text));
		expect(recognizeSources(document).map(({ id }) => id)).toEqual(["csv"]);
		expect(cells(source.parse(document, {}))).toEqual([
			"acme-os-x86_64 10.1 aws-af-south-1 id ami-00000001",
			"acme-os-x86_64 10.1 aws-us-east-1 id ami-00000002",
		]);
	});
	it("tells the line of a row that is skipped", () => {
		expect(parse("Name|Region|AMI\n-|-|-\nweb|us-east-1|TBD\n", {}, "x.md").skipped).toEqual([
			{ row: "line 3", why: 'the publisher says "TBD" here: no image' },
		]);
	});
});

function faultOf(act: () => unknown) {
	try {
		act();
	} catch (error) {
		if (!isFault(error)) throw error;
		return { code: error.code, message: error.message, help: error.help };
	}
	return undefined;
}
