import { describe, expect, it } from "vitest";
import { readQuickResolve } from "./quick-resolve.ts";

describe("the fast argument parser of resolve", () => {
	it.each([
		["resolve web --cloud gcp", { cloud: "gcp" }],
		["resolve --cloud gcp web", { cloud: "gcp" }],
		["--data d resolve web --cloud=gcp", { data: "d", cloud: "gcp" }],
		["resolve web --cloud gcp --json --explain --no-color", { cloud: "gcp", json: true, explain: true, color: false }],
		["resolve web --cloud gcp --url http://h --token t", { cloud: "gcp", url: "http://h", token: "t" }],
		["resolve web --cloud gcp --profile p --arch arm64", { cloud: "gcp", profile: "p", arch: "arm64" }],
		["resolve web --cloud gcp --instance-type t3 --image=a=b", { cloud: "gcp", instanceType: "t3", image: "a=b" }],
	])("accepts %s", (line, options) => {
		expect(readQuickResolve(line.split(" "))).toEqual({ ref: "web", options });
	});

	it.each([
		"",
		"resolve",
		"resolve web",
		"resolve web other --cloud gcp",
		"show web --cloud gcp",
		"resolve web --cloud",
		"resolve web --cloud=",
		"resolve web --cloud --json",
		"resolve web --cloud gcp --cloud aws",
		"resolve web --cloud gcp --all-clouds",
		"resolve web --cloud gcp --format env",
		"resolve web --cloud gcp --database-url postgres://h",
		"resolve web --cloud gcp --help",
		"resolve web --cloud gcp -h",
		"resolve web --cloud gcp --constructor x",
		"resolve -- web --cloud gcp",
		"help resolve web --cloud gcp",
	])("leaves “%s” to commander", (line) => {
		expect(readQuickResolve(line === "" ? [] : line.split(" "))).toBeUndefined();
	});
});
