import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareReleases, orderReleases } from "./order-releases.ts";

const r = (version: string | null, releasedAt: string | null = null, order?: number) =>
	order === undefined ? { version, releasedAt } : { version, releasedAt, order };
const versions = (releases: readonly { readonly version: string | null }[]) => releases.map((one) => one.version);

describe("the order of a line's releases", () => {
	it.each([
		[
			"a republished old release",
			[r("367.1.0", "2019-07-02"), r("2135.5.0", "2019-07-01"), r("2079.6.0", "2019-06-11")],
			["367.1.0", "2079.6.0", "2135.5.0"],
		],
		["a candidate without dates", [r("1.10.0"), r("1.10.0-rc1"), r("1.9.0")], ["1.9.0", "1.10.0-rc1", "1.10.0"]],
		["hashes by time", [r("66acd770", "2022-02-10"), r("bcbff71c", "2022-02-03")], ["bcbff71c", "66acd770"]],
		["code names by time", [r("noble", "2024-04-25"), r("jammy", "2022-04-21")], ["jammy", "noble"]],
		[
			"a new scheme by time",
			[r("2023.10.11", "2023-10-11"), r("9.1", "2022-01-01"), r("9.10", "2023-01-01")],
			["9.1", "9.10", "2023.10.11"],
		],
		["no number before a time", [r(null, "2022-01-01"), r("1", null)], ["1", null]],
		["the vendor's own order", [r("b", "2022-01-01", 1), r("a", "2023-01-01", 0)], ["a", "b"]],
	])("is right for %s", (_what, releases, sorted) => {
		expect(versions(orderReleases<ReturnType<typeof r>>(releases))).toEqual(sorted);
		expect(versions(orderReleases<ReturnType<typeof r>>(releases.toReversed()))).toEqual(sorted);
	});

	it("does not depend on the order of the list, and is stable", () => {
		const release = fc.record({
			version: fc.option(fc.constantFrom("1.9", "1.10", "v1.2-rc1", "20240101", "2023.10.11", "66acd770", "jammy")),
			releasedAt: fc.option(fc.constantFrom("2022-01-01", "2023-01-01", "2024-01-01")),
		});
		const releases = fc.uniqueArray(release, { maxLength: 8, selector: (one) => JSON.stringify(one) });
		fc.assert(
			fc.property(releases, (list) => {
				const sorted = orderReleases(list);
				expect(orderReleases(list.toReversed())).toEqual(sorted);
				expect(orderReleases(sorted)).toEqual(sorted);
			}),
		);
	});

	it.each([
		[r("1.9.0"), r("1.10.0"), -1],
		[r("367.1.0", "2019-07-02"), r("2135.5.0", "2019-07-01"), -1],
		[r("66acd770", "2022-02-10"), r("bcbff71c", "2022-02-03"), 1],
		[r("66acd770"), r("bcbff71c"), 0],
		[r(null, "2022-02-10"), r("1.0"), 0],
	])("of two lists: %j and %j", (a, b, order) => expect(Math.sign(compareReleases(a, b))).toBe(order));
});
