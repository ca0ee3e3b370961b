import { describe, expect, it } from "vitest";
import { readPastTime } from "./past-time.ts";

const now = new Date("2026-03-01T10:00:00.000Z");

describe("a time in the past", () => {
	it.each([
		["7d", "begin", "2026-02-22T10:00:00.000Z"],
		["12h", "begin", "2026-02-28T22:00:00.000Z"],
		["30m", "end", "2026-03-01T09:30:00.000Z"],
		["2026-02-28", "begin", "2026-02-28T00:00:00.000Z"],
		["2026-02-28", "end", "2026-03-01T00:00:00.000Z"],
		["2026-02-28T10:00Z", "end", "2026-02-28T10:00:00.000Z"],
		["2026-02-28T10:00:00.5+02:00", "begin", "2026-02-28T08:00:00.500Z"],
	] as const)("%s, its %s, is %s", (text, edge, at) => {
		expect(readPastTime(text, now, edge)).toBe(at);
	});

	it.each([
		"",
		"0d",
		"d",
		"7",
		"7w",
		"-3d",
		"2026-02-31",
		"2026-02-31T10:00Z",
		"2026-13-01",
		"2026-02-28T25:00Z",
		"2026-02-28T10:00",
		"yesterday",
	])("%j is refused", (text) => {
		expect(() => readPastTime(text, now, "begin")).toThrow("is not a time");
	});
});
