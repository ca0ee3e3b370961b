import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ScriptContent, type ScriptInput, scriptContent } from "../../core/script/index.ts";
import { scriptSequences } from "../../core/template/index.ts";
import { parseDocuments } from "./documents.ts";
import { renderScriptFile } from "./script-file.ts";
import { renderTemplateFile, type TemplateFile } from "./template-file.ts";

const from = { ref: "web@3", digest: "sha256:0" };
const awkward = [
	"",
	"yes",
	"null",
	"12.10",
	"0x1f",
	"- a",
	"# c",
	"a: b",
	"a\nb",
	"a\nb\n",
	"\n",
	"  a\n b",
	"a\r\nb",
	"\u0085",
	"\ufeff",
	"😀",
	"---",
	"'",
	"\t",
];
const text = fc.oneof(
	fc.constantFrom(...awkward),
	fc.string({ unit: "binary" }).map((one) => one.replaceAll("\u0000", "")),
);
const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .:_-]{0,10}[A-Za-z0-9]$/);
const tag = fc.constantFrom("a", "yes", "12.10", "os:name=x");
const input = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/);
const ref = fc.tuple(name, fc.constantFrom("", "@head", "@7", "@latest", "@production")).map((parts) => parts.join(""));

const template: fc.Arbitrary<TemplateFile> = fc.record({
	name,
	description: text,
	tags: fc.array(tag),
	mcis: fc.array(fc.record({ ref, isDefault: fc.boolean() }), { maxLength: 4 }),
	scripts: fc.record({
		boot: fc.array(ref, { maxLength: 3 }),
		operational: fc.array(ref, { maxLength: 2 }),
		decommission: fc.array(ref, { maxLength: 2 }),
	}),
	inputs: fc
		.uniqueArray(fc.tuple(input, text), { selector: ([one]) => one, maxLength: 4 })
		.map((pairs) => new Map(pairs)),
});
const declared: fc.Arbitrary<ScriptInput> = fc.record({
	name: input,
	description: text,
	default: fc.option(text),
	required: fc.boolean(),
});
const script: fc.Arbitrary<ScriptContent> = fc
	.record({
		name,
		description: text,
		tags: fc.array(tag),
		source: text,
		inputs: fc.uniqueArray(declared, { selector: (one) => one.name, maxLength: 4 }),
	})
	.map(scriptContent);

describe("the files of templates and scripts", () => {
	it("read back as the same, with any text in them, several in one file", () => {
		fc.assert(
			fc.property(template, script, (one, other) => {
				const file = [renderTemplateFile(one, from), renderScriptFile(other, from)].join("---\n");
				expect(parseDocuments("f", file)).toEqual([
					{ kind: "template", name: one.name, template: one },
					{ kind: "script", name: other.name, script: other },
				]);
			}),
			{ numRuns: 300 },
		);
	});

	it("are easy to read", () => {
		const file: TemplateFile = {
			name: "shop",
			description: "What sells",
			tags: ["t"],
			mcis: [
				{ ref: "web-base@4", isDefault: true },
				{ ref: "web-arm@head", isDefault: false },
			],
			scripts: { boot: ["install-php@2"], operational: [], decommission: [] },
			inputs: new Map([["PORT", "443"]]),
		};
		expect(renderTemplateFile(file, from)).toBe(`# web@3
# sha256:0

template: shop
description: What sells
tags:
  - t
mcis:
  - ref: web-base@4
    default: true
  - ref: web-arm@head
scripts:
  boot:
    - install-php@2
inputs:
  PORT: "443"
`);
	});

	it("accept plain references, and omitted fields as empty", () => {
		const [read] = parseDocuments("f", "template: shop\nmcis: [web-base, {ref: web-arm}]\n");
		expect(read).toMatchObject({
			template: {
				description: "",
				tags: [],
				mcis: [
					{ ref: "web-base", isDefault: false },
					{ ref: "web-arm", isDefault: false },
				],
				scripts: Object.fromEntries(scriptSequences.map((sequence) => [sequence, []])),
			},
		});
		expect(parseDocuments("f", "script: s\nsource: ''\n")).toMatchObject([
			{ kind: "script", script: { source: "", inputs: [] } },
		]);
	});

	it.each([
		["template: shop", "1:1: “mcis” is missing"],
		["template: a/b\nmcis: []", "1:11: “a/b” is not a valid name"],
		["template: shop\nmcis: [a/b/c]", "2:8: “a/b/c” is not a valid reference"],
		["template: shop\nmcis: [web@]", "2:8: “web@” is not a valid reference"],
		["template: shop\nmcis: [{default: true}]", "2:8: the MCI has no ref"],
		["template: shop\nmcis: [{ref: web, default: yes}]", "2:28: default must be true or false"],
		["template: shop\nmcis: [{ref: web, defualt: true}]", "“defualt” is unknown; use one of ref, default"],
		[
			"template: shop\nmcis: []\nscripts: {start: [s]}",
			"“start” is unknown; use one of boot, operational, decommission",
		],
		["template: shop\nmcis: []\nscripts: {boot: s}", "the boot scripts is a list"],
		["template: shop\nmcis: []\nmci: x", "“mci” is unknown"],
		["script: s", "1:1: “source” is missing"],
		["script: s\nsource: x\ninputs: {A-B: {}}", "“A-B” must have 1 to 100 letters"],
		["script: s\nsource: x\ninputs: {A: {required: 1}}", "required must be true or false"],
	])("refuse %j", (file, says) => {
		expect(() => parseDocuments("f", file)).toThrow(says);
	});
});
