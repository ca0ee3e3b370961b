import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDated, releasesDiffer } from "./releases-differ.ts";

describe("two release marks", () => {
	it.each([
		["42.20250818.3.0", "42.20250901.3.0"],
		["42.20250818.3.0", "42.20250818.3.1"],
		["20250805", "20250901"],
		["v20250805", "20250901"],
		["20250805", "24.04.202509010"],
		["9.6.20250522", "20250606"],
		["2019-11-04t22-31-35z", "20191105"],
		["v5.7", "v5.8.8"],
		["1010.5.0", "1068.6.0"],
		["413.86.202301191042-0", "413.86.202302010000-0"],
	])("%s and %s are two releases", (a, b) => {
		expect(releasesDiffer(a, b)).toBe(true);
		expect(releasesDiffer(b, a)).toBe(true);
	});

	it.each([
		["v20250805", "20250805"],
		["20250805", "20250805.1"],
		["20250805", "24.04.202508050"],
		["2019-11-04t22-31-35z", "20191104"],
		["v5.7", "5.7.14"],
		["v5.7", "20250805"],
		["5.7", "1901_01"],
		["d013ee7", "5.7"],
		["", "5.7"],
	])("%s and %s may be one release", (a, b) => {
		expect(releasesDiffer(a, b)).toBe(false);
		expect(releasesDiffer(b, a)).toBe(false);
	});

	it("never differ from themselves, and differ symmetrically", () => {
		const release = fc
			.array(fc.constantFrom("20250805", "20250901", "5", "7", "v", ".", "-", "_", "a"), { maxLength: 6 })
			.map((parts) => parts.join(""));
		fc.assert(
			fc.property(release, release, (a, b) => {
				expect(releasesDiffer(a, a)).toBe(false);
				expect(releasesDiffer(a, b)).toBe(releasesDiffer(b, a));
			}),
		);
	});

	it.each([
		["20250805", true],
		["42.20250818.3.0", true],
		["2017-07-28", true],
		["v5.7", false],
		["1655312345", false],
	])("%s is dated: %s", (release, dated) => expect(isDated(release)).toBe(dated));
});
