import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../errors.ts";
import { parseReference, type Reference, renderReference, type Selector } from "./reference.ts";

describe("a reference", () => {
	it.each<readonly [string, string | null, string, Selector]>([
		["web", null, "web", { kind: "latest" }],
		["web@latest", null, "web", { kind: "latest" }],
		["web@head", null, "web", { kind: "head" }],
		["web@0", null, "web", { kind: "head" }],
		["web@7", null, "web", { kind: "number", number: 7 }],
		["web@007", null, "web", { kind: "number", number: 7 }],
		["web@production", null, "web", { kind: "channel", channel: "production" }],
		["acme/web@candidate-1", "acme", "web", { kind: "channel", channel: "candidate-1" }],
		["acme/Ubuntu 22.04 LTS (x86)@3", "acme", "Ubuntu 22.04 LTS (x86)", { kind: "number", number: 3 }],
		["web@release:42.20250818.3.0", null, "web", { kind: "release", release: "42.20250818.3.0" }],
		["acme/web@release:v1.8.0+rc.1", "acme", "web", { kind: "release", release: "v1.8.0+rc.1" }],
		["web@~1592", null, "web", { kind: "range", range: "1592" }],
		["42", null, "42", { kind: "latest" }],
		["wéb 日本", null, "wéb 日本", { kind: "latest" }],
	])("%s names", (text, account, name, selector) => {
		expect(parseReference(text)).toEqual({ account, name, selector });
	});

	it.each<readonly [string, string]>([
		["", "the name is empty"],
		["@3", "the name is empty"],
		["acme/", "the name is empty"],
		["/web", "an account before /"],
		["Acme/web", "an account before /"],
		["a/b/c", "is not a valid name"],
		["a@b@1", "is not a valid name"],
		["web@", "after @ there must be"],
		["web@-1", "after @ there must be"],
		["web@release:", "after release: or ~ there must be a version"],
		["web@~", "after release: or ~ there must be a version"],
		["web@release:1 2", "after release: or ~ there must be a version"],
		["web@1.5", "after @ there must be"],
		["web@Production", "after @ there must be"],
		["web@99999999999999999999", "too large"],
		[" web", "is not a valid name"],
		["we\u0000b", "is not a valid name"],
		[`${"x".repeat(201)}`, "is not a valid name"],
		["web@__proto__", "after @ there must be"],
	])("is not %j: %s", (text, problem) => {
		try {
			parseReference(text);
			expect.unreachable();
		} catch (error) {
			if (!isFault(error)) throw error;
			expect(error.code).toBe("reference-invalid");
			expect(String(error.details.problem)).toContain(problem);
			expect(error.message.length).toBeLessThan(700);
		}
	});

	it("reads back from its own text", () => {
		const selector: fc.Arbitrary<Selector> = fc.oneof(
			fc.constant<Selector>({ kind: "latest" }),
			fc.constant<Selector>({ kind: "head" }),
			fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).map((number): Selector => ({ kind: "number", number })),
			fc
				.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/)
				.filter((channel) => channel !== "latest" && channel !== "head")
				.map((channel): Selector => ({ kind: "channel", channel })),
			fc.stringMatching(/^[a-z0-9][a-zA-Z0-9.+~:_-]{0,20}$/).map((release): Selector => ({ kind: "release", release })),
			fc.stringMatching(/^[a-z0-9][a-zA-Z0-9.+~:_-]{0,20}$/).map((range): Selector => ({ kind: "range", range })),
		);
		const reference: fc.Arbitrary<Reference> = fc.record({
			account: fc.option(fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/)),
			name: fc.stringMatching(/^[^/@\s\p{Cc}]{1,40}$/u).filter((name) => !/^\.\.?$/.test(name)),
			selector,
		});
		fc.assert(
			fc.property(reference, (one) => {
				expect(parseReference(renderReference(one))).toEqual(one);
			}),
		);
	});
});
