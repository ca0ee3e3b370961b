// biome-ignore-all lint/suspicious/noTemplateCurlyInString: text that Terraform could take for a template is tested
// here
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { envName, renderEnv, renderJson, renderTfvars, renderYaml, sharedEnvNames } from "./map-formats.ts";

const hostile = [
	"ami-1",
	"it's",
	"$(touch /tmp/x)",
	"`id`",
	'say "hi"',
	"back\\slash",
	"${var.x}",
	"%{if true}",
	"$${x}",
	"a b",
	"12.10",
	"yes",
	"é😀",
];

describe("images as shell variables", () => {
	it("pass through a real shell unchanged", () => {
		const images = new Map(hostile.map((uid, i) => [`cloud-${i}`, uid]));
		const script = `${renderEnv(images)}for i in $(seq 0 ${hostile.length - 1}); do eval "printf '%s\\0' \\"\\$MCI_CLOUD_$i\\""; done`;
		const printed = execFileSync("sh", ["-c", script], { encoding: "utf8" });
		expect(printed.split("\0").slice(0, -1)).toEqual(hostile);
	});

	it("are named after their cloud", () => {
		expect(renderEnv(new Map([["aws-us-east-1", "ami-1"]]))).toBe("MCI_AWS_US_EAST_1='ami-1'\n");
		expect(envName("artifact-metal-raw.xz")).toBe("MCI_ARTIFACT_METAL_RAW_XZ");
	});

	it("report clouds that would share one variable", () => {
		const images = new Map([
			["a-b", "1"],
			["a.b", "2"],
			["c", "3"],
		]);
		expect(sharedEnvNames(images)).toEqual([["a-b", "a.b"]]);
	});
});

describe("images as a Terraform variable", () => {
	it.each([
		["ami-1", '"ami-1"'],
		['say "hi"', '"say \\"hi\\""'],
		["back\\slash", '"back\\\\slash"'],
		["${var.x}", '"$${var.x}"'],
		["%{if}", '"%%{if}"'],
		["$5", '"$5"'],
		["a\nb", '"a\\nb"'],
	])("write %j as %s", (uid, text) => {
		expect(renderTfvars(new Map([["gcp", uid]]))).toBe(`images = {\n  "gcp" = ${text}\n}\n`);
	});

	it("are aligned, and may be empty", () => {
		const images = new Map([
			["aws-us-east-1", "ami-1"],
			["gcp", "i"],
		]);
		expect(renderTfvars(images)).toBe('images = {\n  "aws-us-east-1" = "ami-1"\n  "gcp"           = "i"\n}\n');
		expect(renderTfvars(new Map())).toBe("images = {}\n");
	});
});

describe("images as JSON and YAML", () => {
	it("read back as the same text, for any text", () => {
		const cloud = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/).filter((text) => text !== "__proto__");
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.tuple(cloud, fc.string({ unit: "grapheme" })), { selector: ([key]) => key }),
				(pairs) => {
					const images = new Map(pairs);
					expect(JSON.parse(renderJson(images))).toEqual(Object.fromEntries(pairs));
					expect(parse(renderYaml(images))).toEqual(Object.fromEntries(pairs));
				},
			),
		);
	});
});
