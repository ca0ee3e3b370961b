import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../../core/errors.ts";
import { readDocument } from "./read-document.ts";

const read = (text: string, name = "main.tf") => readDocument(name, Buffer.from(text));

describe("literal values of Terraform's files", () => {
	it.each([
		['a = "b"\n', { a: "b" }],
		["a = 12.10\nb = -3\nc = true\nd = null\n", { a: "12.10", b: "-3", c: true, d: null }],
		['a = ["x", "y",\n  "z"]\n', { a: ["x", "y", "z"] }],
		['a = { "k" = "v", l : "w"\n m = {n = "o"} }\n', { a: { k: "v", l: "w", m: { n: "o" } } }],
		['a = "say \\"hi\\"\\n\\u00e9 $${x} %%{y}"\n', { a: 'say "hi"\né ${x} %{y}' }],
		['# one\n// two\n/* three\n*/ a = "b" # four\n', { a: "b" }],
		[
			'variable "amis" {\n  type = map(string)\n  default = {\n    us-east-1 = "ami-1"\n  }\n}\n',
			{ variable: { amis: { default: { "us-east-1": "ami-1" } } } },
		],
		['locals {\n a = "1"\n}\nlocals { b = "2" }\n', { locals: [{ a: "1" }, { b: "2" }] }],
		["", {}],
	])("%j", (text, value) => expect(read(text).value).toEqual(value));

	it.each([
		['a = b.c\nd = "e"\n', { d: "e" }, [["a"]]],
		['a = {\n  x = data.aws_ami.y.id\n  z = "w"\n}\n', { a: { z: "w" } }, [["a", "x"]]],
		['a = "x-${var.y["k"]}"\nb = "c"\n', { b: "c" }, [["a"]]],
		['a = { for k, v in x : k => "${v}" }\nb = "c"\n', { b: "c" }, [["a"]]],
		['a = <<-EOT\n  } "not a string\n  EOT\nb = "c"\n', { b: "c" }, [["a"]]],
		['a = cond ? {x = "1"} : {y = "2"}\nb = "c"\n', { b: "c" }, [["a"]]],
		['a = merge({x = "1"},\n  {y = "2"})\nb = "c"\n', { b: "c" }, [["a"]]],
	])("nothing of %j is evaluated", (text, value, unread) => {
		const document = read(text);
		expect(document.value).toEqual(value);
		expect(document.unread?.map(({ path }) => path)).toEqual(unread);
	});
});

it("finds the line of a value", () => {
	const document = read('locals {\n  amis = {\n    us-east-1 = "ami-1"\n  }\n}\n');
	expect(document.lineOf(["locals", "amis", "us-east-1"])).toBe(3);
});

it.each([
	['a = "b\n', /2?.*a string without its end/],
	["a {\n  b = (1\n}\n", /an expression without its end/],
	["= 3\n", /neither an argument nor a block/],
	['a = "1"\na = "2"\n', /set twice/],
	['a = {x = "1", x = "2"}\n', /appears twice/],
	['a = {__proto__ = "1"}\n', /is not allowed/],
	["a b c d\n", /neither followed by = nor by \{/],
	['a = "\\q"\n', /unknown escape/],
	[`a = ${"[".repeat(100_000)}`, /nested deeper/],
	[`${"a {\n".repeat(100_000)}`, /nested deeper/],
])("refuses %j", (text, expected) => expect(() => read(text)).toThrow(expected));

it("reads any text, or refuses it with a fault", () => {
	const token = fc.constantFrom(
		...'a = " ${ } { [ ] ( ) , \n # // /* */ <<EOT EOT \\ variable default "x" 1 for : ? %{ é'.split(" "),
	);
	fc.assert(
		fc.property(fc.array(token, { maxLength: 60 }), fc.constantFrom("", " "), (tokens, between) => {
			try {
				read(tokens.join(between));
			} catch (error) {
				if (!isFault(error)) throw error;
			}
		}),
		{ numRuns: 2000 },
	);
});

it.each([
	["expressions", (i: number) => `a${i} = { b = [c("\${d}")] }\n`],
	["repeated blocks", () => "a {}\n"],
	["heredocs", (i: number) => `a${i} = <<E\nE\n`],
])("takes time in proportion to the size: %s", (_what, line) => {
	const timeOf = (n: number) => {
		const text = Array.from({ length: n }, (_one, i) => line(i)).join("");
		const times = [1, 2, 3].map(() => {
			const start = performance.now();
			read(text);
			return performance.now() - start;
		});
		return Math.min(...times);
	};
	const small = Math.max(timeOf(2000), 1);
	// Quadratic time would be 256 times as long.
	expect(timeOf(32_000)).toBeLessThan(128 * small);
});
