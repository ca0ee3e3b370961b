import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeOrder } from "./merge-order.ts";

const letters = ["a", "b", "c", "d", "e"];
const lists = fc.shuffledSubarray(letters);
const list = (text: string) => [...text];
const merged = (base: string, ours: string, theirs: string, members = new Set([...ours, ...theirs])) =>
	mergeOrder(members, { base: list(base), ours: list(ours), theirs: list(theirs) });

describe("the merged order of two lists", () => {
	it.each([
		["nothing", "", "", "", "", "certain"],
		["the changed one's", "abc", "cab", "abc", "cab", "certain"],
		["both changes, where they go together", "abcd", "bacd", "abdc", "badc", "certain"],
		["with what one side added in its place", "ab", "axb", "ab", "axb", "certain"],
		["with what each added in its place", "ab", "axb", "aby", "axby", "certain"],
		["by name for what both added at one place", "a", "ay", "ax", "axy", "tied"],
		["by name when there was nothing before", "", "b", "a", "ab", "tied"],
		["ours when both added the same two the other way round", "", "ab", "ba", "ab", "contradictory"],
		["ours when one was moved forth by one side and back by the other", "abc", "bac", "acb", "bac", "contradictory"],
		["ours, then what only theirs has, when they contradict", "", "abx", "yba", "abxy", "contradictory"],
	])("is %s", (_what, base, ours, theirs, order, verdict) => {
		expect(merged(base, ours, theirs)).toEqual({ order: list(order), verdict });
	});

	it("equals the result of trying every order", () => {
		fc.assert(
			fc.property(lists, lists, lists, fc.subarray(letters), (base, ours, theirs, kept) => {
				const members = new Set(kept.filter((one) => ours.includes(one) || theirs.includes(one)));
				const { order, verdict } = mergeOrder(members, { base, ours, theirs });
				const fitting = permutations([...members]).filter((one) => agrees(one, { base, ours, theirs }));
				expect(verdict).toBe(["contradictory", "certain"][fitting.length] ?? "tied");
				expect([...order].sort()).toEqual([...members].sort());
				if (verdict !== "contradictory") expect(fitting.map((one) => one.join(""))).toContain(order.join(""));
			}),
			{ numRuns: 500 },
		);
	});

	it("stays fast for lists as long as a template's", () => {
		const names = Array.from({ length: 400 }, (_, i) => `m${String(i).padStart(3, "0")}`);
		const turned = names.toReversed();
		expect(mergeOrder(new Set(names), { base: names, ours: names, theirs: turned })).toEqual({
			order: turned,
			verdict: "certain",
		});
	});
});

function permutations(of: readonly string[]): string[][] {
	if (of.length === 0) return [[]];
	return of.flatMap((first) => permutations(of.filter((one) => one !== first)).map((rest) => [first, ...rest]));
}

/**
 * A pair may have the order that all lists with both members share, or the order of the only side that differs from the
 * ancestor.
 */
function agrees(
	order: readonly string[],
	lists: { base: readonly string[]; ours: readonly string[]; theirs: readonly string[] },
): boolean {
	const text = (of: readonly string[], pair: readonly string[]) => of.filter((one) => pair.includes(one)).join("");
	return order.every((second, at) =>
		order.slice(0, at).every((first) => {
			const pair = [first, second];
			const said = [lists.ours, lists.theirs].map((one) => text(one, pair)).filter((one) => one.length === 2);
			const changed =
				said.length === 2 && said[0] !== said[1] ? said.filter((one) => one !== text(lists.base, pair)) : said;
			return changed.every((one) => one === first + second);
		}),
	);
}
