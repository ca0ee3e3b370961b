import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostTries, retryDelayMs } from "./retry-delay.ts";

const all = (share: number) => Array.from({ length: mostTries }, (_, i) => retryDelayMs(i + 1, share));

describe("the delay after a failed attempt", () => {
	it("grows from seconds to hours, over about a day in eight attempts", () => {
		expect(all(0.5)).toEqual([10_000, 60_000, 300_000, 1_800_000, 7_200_000, 21_600_000, 54_000_000, undefined]);
	});

	it("varies by a tenth in both directions", () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.integer({ min: 1, max: mostTries - 1 }),
				(share, failed) => {
					const [least, wait, most] = [0, share, 1].map((one) => retryDelayMs(failed, one) ?? 0);
					expect(wait).toBeGreaterThanOrEqual(least ?? 0);
					expect(wait).toBeLessThanOrEqual(most ?? 0);
					expect((most ?? 0) / (least ?? 0)).toBeCloseTo(11 / 9, 5);
				},
			),
		);
	});

	it.each([
		[null, 10_000],
		[5_000, 10_000],
		[90_000, 90_000],
		[10 * 86_400_000, 86_400_000],
	])("is at least the receiver's Retry-After, up to a day: %j", (requested, wait) =>
		expect(retryDelayMs(1, 0.5, requested)).toBe(wait),
	);
});
