import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersion } from "./compare-version.ts";

describe("comparing versions", () => {
	it.each([
		["1.9", "1.10"],
		["8.9.20260501", "8.10.20260501"],
		["20240101", "20240102"],
		["1.2", "1.2.1"],
		["", "1"],
		["9007199254740992", "9007199254740993"],
		["v1", "v2"],
		["2", "10"],
		["12-sp4", "12-sp5"],
	])("puts %s before %s", (lower, higher) => {
		expect(compareVersion(lower, higher)).toBeLessThan(0);
		expect(compareVersion(higher, lower)).toBeGreaterThan(0);
	});

	it.each([
		["1.2", "1.2"],
		["01.2", "1.02"],
		["", ""],
	])("ranks %j and %j equally", (a, b) => {
		expect(compareVersion(a, b)).toBe(0);
	});

	it("is a total order: any list sorts to the same one", () => {
		const version = fc
			.array(fc.constantFrom("1", "2", "10", "007", ".", "-", "a", "rc"), { maxLength: 6 })
			.map((parts) => parts.join(""));
		fc.assert(
			fc.property(version, version, version, (a, b, c) => {
				expect(Math.sign(compareVersion(a, b))).toBe(-Math.sign(compareVersion(b, a)) + 0);
				if (compareVersion(a, b) <= 0 && compareVersion(b, c) <= 0) expect(compareVersion(a, c)).toBeLessThanOrEqual(0);
			}),
		);
	});
});
