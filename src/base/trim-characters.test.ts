import fc from "fast-check";
import { expect, it } from "vitest";
import { trimCharacters, trimEndCharacters } from "./trim-characters.ts";

it.each([
	["--a-b--", "-", "a-b", "--a-b"],
	["-.a.-", "-.", "a", "-.a"],
	["---", "-", "", ""],
	["", "-", "", ""],
	["a", "", "a", "a"],
])("%j without %j around it is %j, and %j without them at its end", (text, characters, trimmed, ended) => {
	expect([trimCharacters(text, characters), trimEndCharacters(text, characters)]).toEqual([trimmed, ended]);
});

it("trims like the equivalent regular expressions", () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom("-", ".", "a") }), (text) => {
			expect(trimCharacters(text, "-.")).toBe(text.replace(/^[-.]+|[-.]+$/g, ""));
			expect(trimEndCharacters(text, "-.")).toBe(text.replace(/[-.]+$/, ""));
		}),
	);
});
