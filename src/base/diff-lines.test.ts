import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffLines } from "./diff-lines.ts";

const texts = fc.array(fc.constantFrom("", "a", "b", "c"), { maxLength: 12 }).map((lines) => lines.join("\n"));

describe("a diff of lines", () => {
	it.each([
		["a\nb\nc", "a\nx\nc", [" a", "-b", "+x", " c"]],
		["a", "a", [" a"]],
		["", "a\n", ["+a", " "]],
		["a\nb", "b", ["-a", " b"]],
	])("of %j and %j is %j", (before, after, lines) => {
		expect(diffLines(before, after).map(({ sign, line }) => `${sign}${line}`)).toEqual(lines);
	});

	it("contains both texts, in order", () => {
		fc.assert(
			fc.property(texts, texts, (before, after) => {
				const lines = diffLines(before, after);
				const side = (other: string) => lines.flatMap(({ sign, line }) => (sign === other ? [] : [line])).join("\n");
				expect([side("+"), side("-")]).toEqual([before, after]);
				expect(diffLines(before, before).every(({ sign }) => sign === " ")).toBe(true);
			}),
		);
	});

	it("still contains both texts when they are too long to compare line by line", () => {
		const [before, after] = [0, 1].map((side) => Array.from({ length: 2100 }, (_, i) => `${side} ${i}`).join("\n"));
		expect(diffLines(before ?? "", after ?? "").filter(({ sign }) => sign === "-")).toHaveLength(2100);
	});
});
