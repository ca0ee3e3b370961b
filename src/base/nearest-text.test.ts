import { describe, expect, it } from "vitest";
import { nearestText } from "./nearest-text.ts";

const clouds = ["aws-us-east-1", "aws-us-east-2", "aws-us-west-1", "azure-westeurope", "gcp", "acme-regionone"];

describe("the nearest texts", () => {
	it.each<readonly [string, string[]]>([
		["aws-us-est-1", ["aws-us-east-1", "aws-us-west-1", "aws-us-east-2"]],
		["AZURE-WestEurope", ["azure-westeurope"]],
		["westeurope", ["azure-westeurope"]],
		["gpc", []],
		["gcq", ["gcp"]],
		["regionone", ["acme-regionone"]],
		["something completely different", []],
	])("to %s are %j", (asked, near) => {
		expect(nearestText(asked, clouds)).toEqual(near);
	});

	it("are limited in number, with ties sorted by name", () => {
		expect(nearestText("aws-us-east-x", clouds, 1)).toEqual(["aws-us-east-1"]);
		expect(nearestText("aws-us-east-x", ["aws-us-east-2", "aws-us-east-1"])).toEqual([
			"aws-us-east-1",
			"aws-us-east-2",
		]);
	});

	it("are empty without candidates", () => {
		expect(nearestText("x", [])).toEqual([]);
	});
});
