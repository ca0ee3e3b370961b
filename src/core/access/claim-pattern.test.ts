import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitsPattern, fixedStart, isExact } from "./claim-pattern.ts";

describe("a pattern", () => {
	it.each([
		["acme/web", "acme/web", true],
		["acme/web", "acme/*", true],
		["acme/", "acme/*", true],
		["acme", "acme/*", false],
		["Acme/web", "acme/*", false],
		["evil/acme/web", "acme/*", false],
		["refs/heads/release/1.2", "refs/heads/release/*", true],
		["repo:acme/web:ref:refs/heads/main", "repo:acme/web:ref:*", true],
		["ab", "a*b*", true],
		["aba", "ab*ba", false],
		["abba", "ab*ba", true],
		["a.c", "a.c", true],
		["abc", "a.c", false],
		["abc", "a?c", false],
		["", "", true],
		["", "*", true],
		["x", "", false],
		["a", "a\n", false],
		["a\nb", "a*b", true],
	])("of %j by %j: %j", (text, pattern, fits) => expect(fitsPattern(text, pattern)).toBe(fits));

	const letters = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 12 });
	const patterns = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), maxLength: 8 });

	it("matches the same texts as the equivalent regular expression", () => {
		fc.assert(
			fc.property(letters, patterns, (text, pattern) => {
				const meaning = new RegExp(`^${pattern.split("*").join("[^]*")}$`);
				expect(fitsPattern(text, pattern)).toBe(meaning.test(text));
			}),
		);
	});

	it("matches only texts with its literal prefix, and only one text when it has no wildcard", () => {
		fc.assert(
			fc.property(letters, patterns, (text, pattern) => {
				if (!fitsPattern(text, pattern)) return;
				expect(text.startsWith(fixedStart(pattern))).toBe(true);
				if (isExact(pattern)) expect(text).toBe(pattern);
			}),
		);
	});

	it("with many stars is matched quickly against a long text that almost fits", () => {
		expect(fitsPattern("a".repeat(100_000), `${"*a".repeat(200)}*b`)).toBe(false);
	});
});
