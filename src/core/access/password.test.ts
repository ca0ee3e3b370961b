import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../errors.ts";
import { parsePassword, passwordProblem } from "./password.ts";

describe("a password", () => {
	it.each([
		["plum rocket sieve", "four lowercase words and spaces do"],
		["köln-brücke-größe", "any script counts"],
		["🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧", "a character is a code point"],
		[`${"abcd".repeat(250)}`, "the longest"],
	])("accepts %s: %s", (password) => expect(passwordProblem(password, "ada")).toBeUndefined());

	it.each([
		["plum rocket", "it is shorter than 12 characters"],
		["🦊🐻🐼🐨🐯🦁", "it is shorter than 12 characters"],
		[`${"abcd".repeat(250)}e`, "it is longer than 1000 characters"],
		["x".repeat(1_000_000), "it is longer than 1000 characters"],
		["Password1234", "it is one of the most used passwords"],
		["MultiCloud-Images", "it is one of the most used passwords"],
		["abababababab", "it repeats a few characters"],
		["            ", "it repeats a few characters"],
		["Ada-Lovelace", "it is the user's name"],
		["ada-lovelaceada-lovelace", "it is the user's name"],
	])("refuses %.40s: %s", (password, problem) => expect(passwordProblem(password, "ada-lovelace")).toBe(problem));

	it("is not shown in the error", () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 11 }), (password) => {
				try {
					parsePassword(password, "ada");
				} catch (error) {
					expect(isFault(error) && error.code).toBe("password-invalid");
					expect(isFault(error) && error.details).toEqual({ problem: "it is shorter than 12 characters" });
					return;
				}
				throw new Error("it was taken");
			}),
		);
	});
});
