import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../usage-error.ts";
import { intervalText, readInterval } from "./interval.ts";

describe("an interval", () => {
	it.each([
		["30m", 30],
		["6h", 360],
		["7d", 10_080],
		["never", null],
	])("%s is %s minutes", (text, minutes) => {
		expect(readInterval(text)).toBe(minutes);
		expect(intervalText(minutes)).toBe(text);
	});

	it("reads back from its own text", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 99_999 }), (minutes) => readInterval(intervalText(minutes)) === minutes),
		);
	});

	it.each(["", "0m", "-1h", "1.5h", "1", "1w", " 1h", "1h ", "100000m", "Never"])("is not “%s”", (text) => {
		expect(() => readInterval(text)).toThrow(UsageError);
	});
});
