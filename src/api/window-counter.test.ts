import fc from "fast-check";
import { expect, it } from "vitest";
import { windowCounter } from "./window-counter.ts";

it("allows the limit for each key in a window, and says when the next window begins", () => {
	let at = 0;
	const counter = windowCounter(60, () => at);
	expect(counter.isEmpty()).toBe(true);
	expect([1, 2, 3].map(() => counter.add("a", 3))).toEqual([0, 0, 0]);
	at = 15_500;
	expect([counter.reached("a", 3), counter.add("a", 3), counter.add("b", 3), counter.reached("b", 3)]).toEqual([
		45, 45, 0, 0,
	]);
	at = 60_000;
	expect([counter.isEmpty(), counter.reached("a", 3), counter.add("a", 3)]).toEqual([true, 0, 0]);
});

it("never allows more than twice the limit in the length of one window", () => {
	fc.assert(
		fc.property(fc.array(fc.nat(20_000), { maxLength: 60 }), (waits) => {
			let at = 0;
			const counter = windowCounter(60, () => at);
			const taken: number[] = [];
			for (const wait of waits) {
				at += wait;
				if (counter.add("a", 5) === 0) taken.push(at);
			}
			for (const first of taken)
				expect(taken.filter((one) => one >= first && one < first + 60_000).length).toBeLessThanOrEqual(10);
		}),
	);
});

it("forgets only the oldest key when there are too many", () => {
	const counter = windowCounter(60, () => 0);
	for (let i = 0; i < 100_001; i++) counter.add(`key ${i}`, 1);
	expect(counter.reached("key 0", 1)).toBe(0);
	expect(counter.reached("key 1", 1)).toBe(60);
	expect(counter.reached("key 100000", 1)).toBe(60);
});
