import { describe, expect, it } from "vitest";
import { shellQuoted, shellWord } from "./shell-word.ts";

describe("a word for a shell", () => {
	it.each([
		["web@4", "web@4"],
		["prod/web", "prod/web"],
		["", "''"],
		["two words", "'two words'"],
		["it's", "'it'\\''s'"],
		["$(id)", "'$(id)'"],
		["a\nb", "'a\nb'"],
		["web;ls", "'web;ls'"],
	])("of %j is %j", (text, word) => {
		expect(shellWord(text)).toBe(word);
	});

	it("is quoted on request even if it need not be", () => {
		expect(shellQuoted("web")).toBe("'web'");
	});
});
