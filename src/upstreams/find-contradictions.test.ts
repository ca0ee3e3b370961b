import { expect, it } from "vitest";
import { readListings } from "./read-listing.ts";

const warningsOf = (text: string) =>
	readListings([{ path: "images.csv", bytes: new TextEncoder().encode(text) }], {}).map(({ warnings }) => warnings);
const header = "name,version,arch,os,region,ami";

it("tells of both entries that claim one image with different architectures", () => {
	const rows = [
		"web,1,x86_64,ubuntu,us-east-1,ami-00000001",
		"web,1,x86_64,ubuntu,us-west-2,ami-00000002",
		"web,1,arm64,ubuntu,us-east-1,ami-00000001",
		"web,1,arm64,ubuntu,us-west-2,ami-00000002",
	];
	expect(warningsOf([header, ...rows].join("\n"))).toEqual([
		[
			{
				row: "web-x86_64 1 and web-arm64 1",
				why:
					"both list ami-00000001 of aws-us-east-1 and 1 more image, " +
					"the first with the architecture x86_64, the second with arm64",
			},
		],
	]);
});

it("tells of different OSes", () => {
	const rows = ["web,1,arm64,ubuntu,us-east-1,ami-00000001", "db,1,arm64,debian,us-east-1,ami-00000001"];
	expect(warningsOf([header, ...rows].join("\n"))).toEqual([
		[
			{
				row: "web-arm64 1 and db-arm64 1",
				why: "both list ami-00000001 of aws-us-east-1, the first with the OS ubuntu, the second with debian",
			},
		],
	]);
});

it.each([
	["in two regions", ["web,1,x86_64,ubuntu,us-east-1,ami-00000001", "web,1,arm64,ubuntu,us-west-2,ami-00000001"]],
	["under two names", ["web,1,arm64,ubuntu,us-east-1,ami-00000001", "db,1,arm64,ubuntu,us-east-1,ami-00000001"]],
	["without an architecture", ["web,1,,ubuntu,us-east-1,ami-00000001", "db,1,arm64,ubuntu,us-east-1,ami-00000001"]],
])("has nothing to tell of one id %s", (_case, rows) => {
	expect(warningsOf([header, ...rows].join("\n"))).toEqual([[]]);
});
