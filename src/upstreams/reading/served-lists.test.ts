import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isFault } from "../../core/errors.ts";
import { readDocument, sizeLimits } from "./read-document.ts";

const faultOf = (name: string, bytes: Uint8Array | string) => {
	try {
		readDocument(name, Buffer.from(bytes));
	} catch (error) {
		if (!isFault(error)) throw error;
		return { code: error.code, message: error.message, help: error.help };
	}
	return undefined;
};

describe("a list compressed with gzip", () => {
	it("is read, and its syntax told by the name without .gz", () => {
		const document = readDocument("a/list.yaml.gz", gzipSync("a: 1\n"));
		expect(document).toMatchObject({ syntax: "yaml", fileName: "list.yaml", folders: ["a"], value: { a: "1" } });
	});
	it("is told by its bytes, whatever its name", () => {
		expect(readDocument("list.json", gzipSync('{"a": 1}')).value).toEqual({ a: 1 });
	});
	it("is refused when it unpacks to more than its syntax may have", () => {
		expect(faultOf("a.yaml.gz", gzipSync("#".repeat(sizeLimits.yaml + 1)))?.code).toBe("upstream-file-too-large");
	});
	it("stops to unpack at the largest limit", () => {
		const bomb = gzipSync(Buffer.alloc(sizeLimits.json + 1, 32), { level: 1 });
		expect(faultOf("bomb.gz", bomb)?.code).toBe("upstream-file-too-large");
	}, 30_000);
	it("is refused when it is packed twice", () => {
		expect(faultOf("a.gz", gzipSync(gzipSync("a: 1")))?.message).toMatch(/compressed with gzip twice/);
	});
});

describe("several JSON documents in one file", () => {
	it("are a list when they are flat objects on a line each", () => {
		const document = readDocument("images.ndjson", Buffer.from('{"a": 1}\n\n{"a": "b"}\n'));
		expect(document.value).toEqual([{ a: 1 }, { a: "b" }]);
		expect(document.lineOf([1, "a"])).toBe(3);
	});
	it("are refused otherwise, with what they are and what helps", () => {
		expect(faultOf("a.json", '{\n "a": [1]\n}\n{\n "a": [2]\n}\n')).toEqual({
			code: "upstream-file-unclear",
			message: "a.json:4:1: several JSON documents one after another.",
			help: "Save each document as a file of its own, or all as one list. Nothing was imported.",
		});
	});
	it.each(['{"a": 1}}\n{"a": 2}\n', '{"a": 1} x\n'])("are not told of %j, which is broken", (text) => {
		expect(faultOf("a.json", text)?.code).toBe("upstream-file-malformed");
	});
});

it.each([
	['{"a": 9007199254740993}', { a: "9007199254740993" }],
	['{"a": -123456789012345678901}', { a: "-123456789012345678901" }],
	[
		'{"a": 9007199254740991, "b": 1.5, "c": "12345678901234567890"}',
		{
			a: 9007199254740991,
			b: 1.5,
			c: "12345678901234567890",
		},
	],
])("keeps all digits of %s", (text, value) => {
	expect(readDocument("a.json", Buffer.from(text)).value).toEqual(value);
});

describe("a Markdown page", () => {
	const page = [
		"# Images",
		"",
		"Some | prose.",
		"",
		"```",
		"a | b",
		"--|--",
		"```",
		"| Name | AMI |",
		"|:-----|----:|",
		"| **web** | `ami-1` |",
		"| a\\|b | [ami-2](https://example.org/x) |",
		"",
		"x|y",
		"-|-",
		"1|2",
	].join("\n");
	it("has the rows of its tables", () => {
		expect(readDocument("README.md", Buffer.from(page)).value).toEqual([
			{ line: 9, cells: ["Name", "AMI"], table: 0 },
			{ line: 11, cells: ["web", "ami-1"], table: 0 },
			{ line: 12, cells: ["a|b", "ami-2"], table: 0 },
			{ line: 14, cells: ["x", "y"], table: 1 },
			{ line: 16, cells: ["1", "2"], table: 1 },
		]);
	});
	it("is recognized by the table in a file of any name", () => {
		expect(readDocument("stdin", Buffer.from("x | y\n--|--\n1 | 2\n")).syntax).toBe("markdown");
	});
});

it("reads a shell's variables, and refuses what a shell would expand", () => {
	const text = "# images\nexport MCI_GCP='it'\\''s'\nMCI_A=\"x y\"\nMCI_B=z\n";
	expect(readDocument("images", Buffer.from(text))).toMatchObject({
		syntax: "env",
		value: { MCI_GCP: "it's", MCI_A: "x y", MCI_B: "z" },
	});
	expect(faultOf("images", "A=$(id)\n")?.message).toBe("images:1:1: the value of A is not plain text.");
});
