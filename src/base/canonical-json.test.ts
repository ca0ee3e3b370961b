import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

describe("canonical JSON", () => {
	it.each<readonly [unknown, string]>([
		[{ b: 1, a: 2 }, '{"a":2,"b":1}'],
		[{ a: undefined, b: null }, '{"b":null}'],
		[[3, 1, [2]], "[3,1,[2]]"],
		[{}, "{}"],
		['\u2028 \n " ä 𐍈', '"\u2028 \\n \\" ä 𐍈"'],
		[{ "\u20ac": 1, "\r": 2, "1": 3, "\ud83d\ude02": 4, "\ufb33": 5 }, '{"\\r":2,"1":3,"€":1,"😂":4,"\ufb33":5}'],
		[[1e21, 0.1, -0, 100], "[1e+21,0.1,0,100]"],
		[{ z: { y: true, x: [{ b: 0, a: 0 }] } }, '{"z":{"x":[{"a":0,"b":0}],"y":true}}'],
	])("of %j is %s", (value, text) => {
		expect(canonicalJson(value)).toBe(text);
	});

	it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1, 1n, [undefined]])("refuses %s", (value) => {
		expect(() => canonicalJson(value)).toThrow(TypeError);
	});

	it("does not depend on the order of keys, and reads back as the same value", () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
				const text = canonicalJson(value);
				expect(canonicalJson(reversed(value))).toBe(text);
				expect(canonicalJson(JSON.parse(text))).toBe(text);
				expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
			}),
		);
	});
});

function reversed(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(reversed);
	if (value === null || typeof value !== "object") return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, member]) => [key, reversed(member)]),
	);
}
