import { describe, expect, it } from "vitest";
import { withoutSharedStart } from "./shared-start.ts";

describe("two values side by side", () => {
	it.each([
		["projects/acme/global/images/web-7", "projects/acme/global/images/web-8", "…ges/web-7", "…ges/web-8"],
		["projects/acme/global/images/web", "projects/acme/global/images/web-8", "…ages/web", "…ages/web-8"],
		["ami-0aaaaaaaaaaaaaaaa", "ami-0aaaaaaaaaaaaaaab", "ami-0aaaaaaaaaaaaaaaa", "ami-0aaaaaaaaaaaaaaab"],
		["", "projects/acme/global/images/web-8", "", "projects/acme/global/images/web-8"],
		[
			"the same text on both of the sides",
			"the same text on both of the sides",
			"the same text on both of the sides",
			"the same text on both of the sides",
		],
	])("%s and %s lose a long common prefix", (before, after, shortBefore, shortAfter) => {
		expect(withoutSharedStart(before, after)).toEqual([shortBefore, shortAfter]);
	});

	it("are never cut within a character", () => {
		expect(withoutSharedStart(`${"🦊".repeat(30)}a`, `${"🦊".repeat(30)}b`)).toEqual([
			`…${"🦊".repeat(8)}a`,
			`…${"🦊".repeat(8)}b`,
		]);
	});
});
