import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventTypes, isEventPattern, matchesEvent, sortEventPatterns } from "./event-type.ts";

const patterns = fc.constantFrom("*", ...eventTypes, ...new Set(eventTypes.map((word) => `${word.split(".")[0]}.*`)));

describe("a pattern of events", () => {
	it.each([
		["*", true],
		["channel.moved", true],
		["channel.*", true],
		["channel", false],
		["channel.", false],
		["chan*", false],
		["*.moved", false],
		["channel.*.*", false],
		[".*", false],
		["webhook.ping", false],
		["", false],
	])("%j is valid: %j", (text, is) => expect(isEventPattern(text)).toBe(is));

	it.each([
		[["channel.*"], "channel.moved", true],
		[["image.*", "channel.moved"], "channel.moved", true],
		[["image.*"], "channel.moved", false],
		[["*"], "drift.found", true],
		[[], "drift.found", false],
	] as const)("%j means %s: %j", (list, event, means) => expect(matchesEvent(list, event)).toBe(means));

	it("means the same after its list was sorted", () => {
		fc.assert(
			fc.property(fc.array(patterns, { maxLength: 8 }), (list) => {
				const sorted = sortEventPatterns(list);
				for (const event of eventTypes) expect(matchesEvent(sorted, event)).toBe(matchesEvent(list, event));
				expect(sortEventPatterns(sorted.toReversed())).toEqual(sorted);
				expect(sorted.length).toBe(list.includes("*") ? 1 : new Set(sorted).size);
			}),
		);
	});
});
