import { describe, expect, it } from "vitest";
import { isFault } from "../../core/errors.ts";
import type { CsvRow, XmlElement } from "../document.ts";
import { readDocument, sizeLimits } from "./read-document.ts";

const read = (name: string, text: string) => readDocument(name, Buffer.from(text));
const problemOf = (name: string, bytes: Uint8Array | string) => {
	try {
		readDocument(name, Buffer.from(bytes));
	} catch (error) {
		if (!isFault(error)) throw error;
		const { line, column, problem } = error.details;
		return `${error.code} ${line}:${column} ${problem}`;
	}
	return "read";
};
const malformed = (place: string, problem: string) => `upstream-file-malformed ${place} ${problem}`;

describe("the syntax of a list", () => {
	it.each([
		["list", '  {"a": 1}', "json"],
		["list.yaml", "[1]", "json"],
		["list", "<?xml version='1.0'?><a/>", "xml"],
		["list", "a: 1\n", "yaml"],
		["list", "a,b\n1,2\n", "csv"],
		["list", "a;b\n1;2\n", "csv"],
		["list.csv", "a: 1, b\n", "csv"],
		["list.yml", "a,b\n", "yaml"],
		["list.json", '\ufeff{"a": 1}', "json"],
	])("of %s with %j is detected from its content", (name, text, syntax) => {
		expect(read(name, text).syntax).toBe(syntax);
	});
});

describe("bytes that are not text", () => {
	it.each([
		[
			"not UTF-8",
			Buffer.from([97, 58, 32, 98, 10, 99, 58, 32, 0xff, 10]),
			malformed("2:1", "the bytes are not UTF-8 text"),
		],
		[
			"UTF-16 with a byte order mark",
			Buffer.from('\ufeff{"a": 1}', "utf16le"),
			malformed("1:1", "the bytes are not UTF-8 text: they look like UTF-16"),
		],
		[
			"UTF-16 without one",
			Buffer.from("a,b\n", "utf16le"),
			malformed("1:1", "the bytes are not UTF-8 text: they look like UTF-16"),
		],
		[
			"gzip cut short",
			Buffer.from([0x1f, 0x8b, 8, 0]),
			malformed("1:1", "not a whole gzip file: unexpected end of file"),
		],
		["a NUL character", Buffer.from("a: b\nc: \u0000"), malformed("2:1", "the bytes are not UTF-8 text")],
	])("such as %s are refused", (_what, bytes, problem) => {
		expect(problemOf("list.yaml", bytes)).toBe(problem);
	});

	it("and files over the limit are refused", () => {
		expect(problemOf("list.yaml", "#".repeat(sizeLimits.yaml + 1))).toMatch(/^upstream-file-too-large/);
	});
});

describe("hostile JSON and YAML", () => {
	const deep = 200_000;
	it.each([
		["JSON: a key twice", "a.json", '{"a": 1,\n "a": 2}', malformed("2:2", 'the key "a" appears twice')],
		["JSON: a NUL in disguise", "a.json", '{"a":\n"\\u0000"}', malformed("2:1", "a text with a NUL character")],
		[
			"JSON: half a character",
			"a.json",
			'{"a":\n"\\ud800"}',
			malformed("2:1", "a text with half of a character (an unpaired surrogate)"),
		],
		["JSON: __proto__", "a.json", '{"a": {\n"__proto__": {}}}', malformed("2:1", 'the key "__proto__" is not allowed')],
		[
			"JSON: __proto__ in disguise",
			"a.json",
			'{"\\u005f_proto__": {}}',
			malformed("1:2", 'the key "__proto__" is not allowed'),
		],
		["JSON: constructor", "a.json", '{"constructor": {}}', malformed("1:2", 'the key "constructor" is not allowed')],
		[
			"JSON: 10 MB of text",
			"a.json",
			`{"a": "${"x".repeat(10_000_000)}"}`,
			malformed("1:7", "a value longer than 65536 characters"),
		],
		[
			"JSON: a key of 100 kB",
			"a.json",
			`{"${"x".repeat(100_000)}": 1}`,
			malformed("1:2", "a key longer than 65536 characters"),
		],
		[
			"JSON: 200,000 lists",
			"a.json",
			`${"[".repeat(deep)}${"]".repeat(deep)}`,
			malformed("1:65", "nested deeper than 64 levels"),
		],
		[
			"JSON: 200,000 lists left open",
			"a.json",
			"[".repeat(deep),
			malformed(`1:${deep + 1}`, "not JSON: Unexpected end of JSON input"),
		],
		[
			"JSON: 200,000 objects",
			"a.json",
			`${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`,
			malformed("1:321", "nested deeper than 64 levels"),
		],
		[
			"JSON: cut short",
			"a.json",
			'{"a": 1,\n "b": [1, 2',
			malformed("2:12", "not JSON: Expected ',' or ']' after array element"),
		],
		["JSON: a bare word", "a.json", '{"a": 1,\n "b": [1, x]}', malformed("2:14", "not JSON: Unexpected token 'x'")],
		[
			"JSON: something behind it",
			"a.json",
			'{"a": 1}\n x',
			malformed("2:2", "not JSON: Unexpected non-whitespace character after JSON"),
		],
		["YAML: a key twice", "a.yaml", "a: 1\nb: 2\na: 3\n", malformed("3:1", 'the key "a" appears twice')],
		[
			"YAML: a key twice, once in quotes",
			"a.yaml",
			'x:\n  1: a\n  "1": b\n',
			malformed("3:3", 'the key "1" appears twice'),
		],
		["YAML: __proto__", "a.yaml", "a: 1\n__proto__: {x: 1}\n", malformed("2:1", 'the key "__proto__" is not allowed')],
		[
			"YAML: 1 MB of text",
			"a.yaml",
			`a: '${"x".repeat(1_000_000)}'`,
			malformed("1:4", "a value longer than 65536 characters"),
		],
		[
			"YAML: 100 lists",
			"a.yaml",
			`a: ${"[".repeat(100)}${"]".repeat(100)}`,
			malformed("1:67", "nested deeper than 64 levels"),
		],
		[
			"YAML: an alias within its anchor",
			"a.yaml",
			"a: &a\n  - *a\n",
			malformed("2:5", "an alias is inside the value that it refers to"),
		],
		["YAML: an alias of nothing", "a.yaml", "a: *b\n", malformed("1:4", "the alias *b has no anchor before it")],
		[
			"YAML: two documents",
			"a.yaml",
			"a: 1\n---\nb: 2\n",
			"upstream-file-unclear 2:1 several YAML documents in one file",
		],
		["YAML: an object as key", "a.yaml", "x:\n  ? {a: b}\n  : c\n", malformed("2:5", "a key that is not plain text")],
		["YAML: a tab", "a.yaml", "a:\n\tb: 1\n", malformed("2:1", "not YAML: Tabs are not allowed as indentation")],
	])("%s is refused at its place", (_what, name, text, problem) => {
		expect(problemOf(name, text)).toBe(problem);
	});

	it.each([
		["lists", `a: ${"[".repeat(deep)}`],
		["closed lists", `a: ${"[".repeat(deep)}${"]".repeat(deep)}`],
		["indented lists", `${"- ".repeat(deep)}x`],
		["indented maps", Array.from({ length: 1500 }, (_one, i) => `${" ".repeat(i)}a:`).join("\n")],
	])("YAML of 200,000 %s is refused, without a stack overflow", (_what, text) => {
		expect(problemOf("a.yaml", text)).toMatch(/nested deeper than 64 levels$/);
	});

	it("YAML whose aliases multiply is refused", () => {
		const names = [..."abcdefghij"];
		const lines = names.map(
			(name, i) =>
				`${name}: &${name} [${Array(10)
					.fill(i === 0 ? "x" : `*${names[i - 1]}`)
					.join(",")}]`,
		);
		expect(problemOf("a.yaml", lines.join("\n"))).toMatch(/its aliases expand to more than 1000 values$/);
	});

	it("YAML with many keys is read in linear time", () => {
		const keys = Array.from({ length: 30_000 }, (_one, i) => `k${i}: v`).join("\n");
		const started = performance.now();
		expect(Object.keys(read("a.yaml", keys).value as object).length).toBe(30_000);
		expect(performance.now() - started).toBeLessThan(10_000);
	});
});

describe("YAML", () => {
	it("keeps every scalar as the original text", () => {
		expect(read("a.yaml", "a: 18.04\nb: 12.10\nc: yes\nd: 0x10\ne: null\nf: 2024-01-01\ng:\n").value).toEqual({
			a: "18.04",
			b: "12.10",
			c: "yes",
			d: "0x10",
			e: "null",
			f: "2024-01-01",
			g: "",
		});
	});
	it("does not interpret tagged values and merge keys", () => {
		expect(read("a.yaml", "a: !Ref b\nb: !!binary aGk=\nc: &c {x: 1}\nd: {<<: *c}\n").value).toEqual({
			a: "b",
			b: "aGk=",
			c: { x: "1" },
			d: { "<<": { x: "1" } },
		});
	});
	it("returns the line of a value, or of the nearest above it", () => {
		const document = read("a.yaml", "a:\n  - b: 1\n    c: 2\n");
		expect(document.lineOf(["a", 0, "c"])).toBe(3);
		expect(document.lineOf(["a", 0, "z"])).toBe(2);
		expect(document.malformed(["a", 0, "c"], "is odd").details).toMatchObject({
			file: "a.yaml",
			line: 3,
			column: 8,
			problem: "is odd",
		});
	});
});

describe("JSON", () => {
	it("returns the line of a value, or of the nearest above it", () => {
		const document = read("folder/a.json", '{\n "a": [\n  {"b": 1}\n ]\n}');
		expect(document.lineOf(["a", 0, "b"])).toBe(3);
		expect(document.malformed(["a", 7], "is odd").details).toMatchObject({ file: "a.json", line: 2, column: 7 });
		expect(document.folders).toEqual(["folder"]);
	});
	it("that is clear-signed is read, lines kept", () => {
		const signed =
			'-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\n{\n "a": 1\n}\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n';
		const document = read("index.sjson", signed);
		expect(document.value).toEqual({ a: 1 });
		expect(document.lineOf(["a"])).toBe(5);
	});
});

describe("XML", () => {
	it("is parsed to elements with attributes and text, without comments", () => {
		const document = read(
			"a.xml",
			'<?xml version="1.0"?>\n<images>\n <!-- x -->\n <image id="1">a &lt; b</image>\n</images>',
		);
		const root = document.value as XmlElement;
		expect(root).toEqual({
			name: "images",
			attributes: {},
			text: "",
			children: [{ name: "image", attributes: { id: "1" }, text: "a < b", children: [] }],
		});
		expect(document.lineOf([0])).toBe(4);
	});

	it.each([
		[
			"a DOCTYPE",
			'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x "y">]>\n<a>&x;</a>',
			"2:1 a DOCTYPE is not allowed, because its entities could expand without limit or read other files",
		],
		[
			"a doctype in lower case",
			"<!doctype a><a/>",
			"1:1 a DOCTYPE is not allowed, because its entities could expand without limit or read other files",
		],
		[
			"a DOCTYPE behind a comment",
			"<!-- <!-- --><!DOCTYPE a><a/>",
			"1:14 a DOCTYPE is not allowed, because its entities could expand without limit or read other files",
		],
		["two roots", "<a/>\n<b/>", "2:1 a second root element"],
		["an attribute twice", '<a b="1"\n b="2"/>', "2:2 not XML: Attribute 'b' is repeated."],
		[
			"a tag left open",
			"<a>\n<b>\n</a>",
			"3:1 not XML: Expected closing tag 'b' (opened in line 2, col 1) instead of closing tag 'a'.",
		],
		["1 MB of text", `<a>${"x".repeat(1_000_000)}</a>`, "1:1 a value longer than 65536 characters"],
		["1 MB in an attribute", `<a b="${"x".repeat(1_000_000)}"/>`, "1:1 a value longer than 65536 characters"],
	])("with %s is refused at its place", (_what, text, problem) => {
		expect(problemOf("a.xml", text)).toBe(`upstream-file-malformed ${problem}`);
	});

	it.each([
		["200,000 elements in each other", `${"<a>".repeat(200_000)}${"</a>".repeat(200_000)}`],
		["200,000 elements left open", "<a>".repeat(200_000)],
		["200,000 comments left open", "<!--".repeat(200_000)],
		["70 elements in each other", `${"<a>".repeat(70)}${"</a>".repeat(70)}`],
		["__proto__ as element", "<a><__proto__>x</__proto__></a>"],
		["__proto__ as attribute", '<a __proto__="1"/>'],
	])("with %s is refused quickly and with a short message", (_what, text) => {
		const started = performance.now();
		const problem = problemOf("a.xml", text);
		expect(problem).toMatch(/^upstream-file-malformed /);
		expect(problem.length).toBeLessThan(600);
		expect(performance.now() - started).toBeLessThan(10_000);
	});

	it("may mention a DOCTYPE in comments and CDATA", () => {
		expect((read("a.xml", "<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE x>]]></a>").value as XmlElement).text).toBe(
			"<!DOCTYPE x>",
		);
	});
});

describe("CSV", () => {
	it("has quotes, line breaks in quotes, comments and empty lines, and a line number for each row", () => {
		const document = read("a.csv", '# images\na,"b ""x"" c",d\n"two\nlines",e,f\n\n1,2,3,4\n');
		expect(document.value as CsvRow[]).toEqual([
			{ line: 2, cells: ["a", 'b "x" c', "d"] },
			{ line: 3, cells: ["two\nlines", "e", "f"] },
			{ line: 6, cells: ["1", "2", "3", "4"] },
		]);
		expect(document.malformed([2, 1], "is odd").details).toMatchObject({ line: 6, column: 1 });
	});

	it.each([
		[
			"semicolons",
			"a;b\n1;2,3\n",
			[
				["a", "b"],
				["1", "2,3"],
			],
		],
		[
			"tabs",
			"a\tb\n1\t2\n",
			[
				["a", "b"],
				["1", "2"],
			],
		],
		[
			"CR LF",
			"a,b\r\n1,2\r\n",
			[
				["a", "b"],
				["1", "2"],
			],
		],
		["a byte order mark", "\ufeffa,b\n", [["a", "b"]]],
	])("is read with %s", (_what, text, cells) => {
		expect((read("a.csv", text).value as CsvRow[]).map((row) => row.cells)).toEqual(cells);
	});

	it.each([
		["a quote left open", 'a,b\nc,"d\ne,f\n', /^upstream-file-malformed 3:1 not CSV: Quote Not Closed/],
		["a quote within a value", 'a,b\nc,d"e,f\n', /^upstream-file-malformed 2:1 not CSV: Invalid Opening Quote/],
		[
			"a value of 100 kB",
			`a,b\n1,${"x".repeat(100_000)}\n`,
			/^upstream-file-malformed 2:1 a value longer than 65536 characters/,
		],
	])("with %s is refused at its line", (_what, text, problem) => {
		expect(problemOf("a.csv", text)).toMatch(problem);
	});
});
