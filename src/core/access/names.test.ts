import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FaultCode, isFault } from "../errors.ts";
import { accountNameProblem, attemptDelay, parseAccountName, parseUserName } from "./index.ts";

function codeOf(act: () => unknown): FaultCode | undefined {
	try {
		act();
		return undefined;
	} catch (error) {
		if (isFault(error)) return error.code;
		throw error;
	}
}

describe("an account's name", () => {
	it.each(["acme", "Acme Images", "a", "платформа", "x".repeat(100), "a-b.c_d", "日本"])("can be %j", (name) => {
		expect(parseAccountName(name)).toBe(name);
	});

	it.each([
		["", "empty"],
		["x".repeat(101), "longer"],
		[" acme", "starts or ends with a space"],
		["acme\n", "starts or ends with a space"],
		[".", "folder"],
		["..", "folder"],
		["a/b", "/ or @"],
		["a@b", "/ or @"],
		["a\u0007b", "invisible"],
		["a\u202eb", "invisible"],
		["a\u2066b", "invisible"],
		["a\u200bb", "invisible"],
		["a\ufeffb", "invisible"],
		["a\u2028b", "invisible"],
		["a\ud800b", "invisible"],
		["a\ue000b", "invisible"],
		["a\u00a0b", "spaces"],
		["a  b", "spaces"],
		["e\u0301", "composed"],
	])("can't be %j", (name, why) => {
		expect(accountNameProblem(name)).toContain(why);
		expect(codeOf(() => parseAccountName(name))).toBe("account-name-invalid");
	});
});

describe("a user's name", () => {
	it.each([
		["ada", "ada"],
		["Ada", "ada"],
		[" ada ", "ada"],
		["ada@example.com", "ada@example.com"],
		["ada.l+x_y-9", "ada.l+x_y-9"],
		["9lives", "9lives"],
	])("%j is stored as %j", (text, name) => expect(parseUserName(text)).toBe(name));

	it.each([
		"",
		" ",
		"-ada",
		"@ada",
		"a/b",
		"a b",
		"ada\u202e",
		"ädä",
		"a\nb",
		"x".repeat(101),
		"local",
		"PUBLIC",
		"system",
	])("can't be %j", (name) => {
		expect(codeOf(() => parseUserName(name))).toBe("user-name-invalid");
	});

	it("has one spelling: a parsed name parses to itself", () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._+@-]{0,30}$/), (text) => {
				fc.pre(!["local", "public", "system"].includes(text.toLowerCase()));
				expect(parseUserName(parseUserName(text))).toBe(parseUserName(text.toUpperCase()));
			}),
		);
	});
});

describe("the delay after failed sign-ins", () => {
	it.each([
		["name", 0, 0],
		["name", 4, 0],
		["name", 5, 1],
		["name", 6, 2],
		["name", 12, 128],
		["name", 14, 300],
		["name", 5000, 300],
		["address", 29, 0],
		["address", 30, 1],
		["address", 60, 300],
	] as const)("of a %s is, after %i, %i seconds", (subject, failures, seconds) =>
		expect(attemptDelay(subject, failures)).toBe(seconds),
	);
});
