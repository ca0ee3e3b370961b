import { describe, expect, it } from "vitest";
import { plainText } from "./plain-text.ts";
import { tableLines } from "./table.ts";
import { cutToWidth, textWidth } from "./text-width.ts";

describe("a table", () => {
	const rows = [
		["web", "a long description of what it is"],
		["日本語", "x"],
	];

	it("is aligned, cuts nothing in a pipe, and has no trailing spaces", () => {
		expect(tableLines(["name", "about"], rows, undefined)).toEqual([
			"NAME    ABOUT",
			"web     a long description of what it is",
			"日本語  x",
		]);
	});

	it.each([20, 25, 30])("fits a terminal of %i columns", (width) => {
		const lines = tableLines(["name", "about"], rows, width);
		expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(width);
		expect(lines[1]).toMatch(/^web .*…$/);
	});

	it("stays readable on a terminal that is too narrow", () => {
		expect(tableLines(["name", "about"], rows, 3)[1]).toBe("web     a lon…");
	});

	it("leaves out columns without a value on a terminal, and keeps them in a pipe", () => {
		expect(tableLines(["a", "b", "c"], [["1", "", "3"]], 80)).toEqual(["A  C", "1  3"]);
		expect(tableLines(["a", "b", "c"], [["1", "", "3"]], undefined)).toEqual(["A  B  C", "1     3"]);
	});

	it("cuts the column that names the row last", () => {
		const names = [["fedora-coreos-stable-x86_64", "4", "2026-01-31 12:00", "What it is and for whom"]];
		expect(tableLines(["name", "latest", "updated", "about"], names, 60)[1]).toBe(
			"fedora-coreos-stable-x86_64  4       2026-01-3…  What it is…",
		);
	});

	it("escapes control characters", () => {
		expect(tableLines(["name"], [["\u001b[31mred\u0007\n\u202eevil"]], undefined)[1]).toBe(
			"\\u001b[31mred\\u0007\\n\\u202eevil",
		);
	});
});

describe("width of text", () => {
	it.each([
		["abc", 3],
		["é", 1],
		["e\u0301", 1],
		["日本", 4],
		["😀", 2],
		["", 0],
	])("of %j is %i columns", (text, width) => {
		expect(textWidth(text)).toBe(width);
	});

	it.each([
		["abcdef", 4, "abc…"],
		["abcd", 4, "abcd"],
		["日本語", 4, "日…"],
	])("of %j cut to %i leaves %j", (text, width, cut) => {
		expect(cutToWidth(text, width)).toBe(cut);
	});

	it("is not changed by showing plain text", () => {
		expect(plainText("Ubuntu 24.04 – “jammy” 😀")).toBe("Ubuntu 24.04 – “jammy” 😀");
	});
});
