import { describe, expect, it } from "vitest";
import { readExpiry, readTimeOption } from "./expiry.ts";

const now = new Date("2026-02-27T10:00:00.000Z");

describe("when a token expires", () => {
	it.each([
		["30d", "2026-03-29T10:00:00.000Z"],
		["12h", "2026-02-27T22:00:00.000Z"],
		["2026-12-31", "2026-12-31T23:59:59.999Z"],
	])("%s is %s", (text, at) => {
		expect(readExpiry(text, now)).toBe(at);
	});

	it.each(["", "0d", "d", "30", "-3d", "2026-02-31", "2026-13-01", "tomorrow", "1e3d"])("%j is refused", (text) => {
		expect(() => readExpiry(text, now)).toThrow("is not an expiry time");
	});
});

describe("the start date of a lifecycle", () => {
	it.each([
		["30d", "2026-03-29T10:00:00.000Z"],
		["12h", "2026-02-27T22:00:00.000Z"],
		["2026-12-31", "2026-12-31T00:00:00.000Z"],
		["2026-12-31T08:00Z", "2026-12-31T08:00:00.000Z"],
		["2026-12-31T08:00:00.5+02:00", "2026-12-31T06:00:00.500Z"],
	])("%s is %s", (text, at) => {
		expect(readTimeOption(text, now)).toBe(at);
	});

	it.each(["", "0d", "2026-02-31", "2026-12-31T08:00:00", "2026-12-31 08:00Z", "2026-12-31T25:00:00Z", "tomorrow"])(
		"%j is refused",
		(text) => {
			expect(() => readTimeOption(text, now)).toThrow("is not a time");
		},
	);
});
