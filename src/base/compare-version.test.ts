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
		// https://semver.org/#spec-item-11
		["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1"],
		["1.0.0-rc.1", "1.0.0"],
		// https://peps.python.org/pep-0440/#summary-of-permitted-suffixes-and-relative-ordering
		[
			...["1.dev0", "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2"],
			...["1.0b2.post345.dev456", "1.0b2.post345", "1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7"],
			...["1.0+5", "1.0.post456.dev34", "1.0.post456", "1.0.15", "1.1.dev1"],
		],
		// https://www.debian.org/doc/debian-policy/ch-controlfields.html#version
		["1.0~~", "1.0~~a", "1.0~", "1.0", "1.0a"],
		["1.9.0", "1.10.0~beta", "1.10.0-alpha", "1.10.0-beta", "1.10.0rc1", "1.10.0-rc2", "1.10.0", "1.10.0-1", "1.10.1"],
		["2.4-SNAPSHOT", "2.4", "2.4-r1", "2.4-r2", "2.4.1"],
		["v1.9.0", "1.9.1", "v1.10.0"],
		// https://www.openssl.org/policies/releasestrat.html
		["1.0.2", "1.0.2a", "1.0.2k", "1.1.0"],
		["8.3.2020111909", "8.4.2021052301", "8.4.2021053102", "8.10.2024020101"],
		["2022-02-03", "2022-02-10", "2022-11-01"],
		["367.1.0", "2079.6.0", "2135.5.0"],
		["1.0", "1.0+build.1"],
	])("keeps the order of its sources: %s …", (...versions: string[]) => {
		versions.forEach((lower, i) => {
			for (const higher of versions.slice(i + 1)) {
				expect(compareVersion(lower, higher), `${lower} < ${higher}`).toBeLessThan(0);
				expect(compareVersion(higher, lower), `${higher} > ${lower}`).toBeGreaterThan(0);
			}
		});
	});

	it.each([
		["v1.0", "1.0"],
		["1.0.0-rc1", "1.0.0rc1"],
		["1.0.0-RC.1", "1.0.0rc1"],
		["1.0.0.Final", "1.0.0"],
		["1.2", "1.2"],
		["01.2", "1.02"],
		["", ""],
	])("ranks %j and %j equally", (a, b) => {
		expect(compareVersion(a, b)).toBe(0);
	});

	it("is a total order: any list sorts to the same one", () => {
		const version = fc
			.array(fc.constantFrom("1", "2", "10", "007", ".", "-", "a", "b", "rc", "dev", "~", "+", "v", "post", "k"), {
				maxLength: 7,
			})
			.map((parts) => parts.join(""));
		fc.assert(
			fc.property(version, version, version, (a, b, c) => {
				expect(Math.sign(compareVersion(a, b))).toBe(-Math.sign(compareVersion(b, a)) + 0);
				if (compareVersion(a, b) <= 0 && compareVersion(b, c) <= 0) expect(compareVersion(a, c)).toBeLessThanOrEqual(0);
			}),
		);
	});
});
