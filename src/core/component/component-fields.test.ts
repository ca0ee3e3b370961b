import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../errors.ts";
import { hasUnseenCharacters, parseComponentName, parseNewName } from "./component-fields.ts";

const unseen: readonly (readonly [what: string, character: string])[] = [
	["the override that turns writing around", "\u202e"],
	["a right-to-left mark", "\u200f"],
	["an Arabic letter mark", "\u061c"],
	["an isolate", "\u2066"],
	["a zero-width space", "\u200b"],
	["a zero-width joiner", "\u200d"],
	["a word joiner", "\u2060"],
	["a byte order mark", "\ufeff"],
	["a soft hyphen", "\u00ad"],
	["a C1 control (CSI)", "\u009b"],
	["a C1 control (NEL)", "\u0085"],
	["a line separator", "\u2028"],
	["a Hangul filler", "\u3164"],
	["a variation selector", "\ufe0f"],
	["a tag character", "\u{e0041}"],
];

describe("a new name", () => {
	it.each(unseen)("is refused with %s in it, and the error shows it", (_what, character) => {
		const name = `web${character}server`;
		try {
			parseNewName(name);
		} catch (error) {
			expect(isFault(error) && error.code).toBe("component-name-invalid");
			expect(isFault(error) && error.message).toMatch(
				/^“webU\+[0-9A-F]{4,5}server” is not a valid name: it contains invisible characters\.$/,
			);
			return;
		}
		throw new Error("it was taken");
	});

	it.each(["web", "Web server 2 (β)", "köln-größe", "日本語", "شبكة", "עברית", "ไทย", "नमस्ते", "🦊", "a—b"])(
		"may be %s",
		(name) => {
			expect(parseNewName(name)).toBe(name);
		},
	);

	it("is always valid as a stored name too", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
				const isStorable = isTaken(parseComponentName, text);
				expect(isTaken(parseNewName, text)).toBe(isStorable && !hasUnseenCharacters(text));
			}),
		);
	});
});

it.each(unseen.filter(([, character]) => character.length === 1))(
	"an existing name is read with %s in it",
	(_what, character) => {
		expect(parseComponentName(`web${character}server`)).toBe(`web${character}server`);
	},
);

function isTaken(parse: (text: string) => string, text: string): boolean {
	try {
		parse(text);
		return true;
	} catch {
		return false;
	}
}
