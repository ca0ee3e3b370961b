import { compareText } from "../../base/compare-text.ts";
import type { Sides } from "./three-way.ts";

/**
 * `certain` one order agrees with both sides · `tied` some elements can be in either order, and are sorted by name ·
 * `contradictory` no order agrees with both: ours, then the elements that only theirs has.
 */
export interface MergedOrder {
	readonly order: readonly string[];
	readonly verdict: "certain" | "tied" | "contradictory";
}

/**
 * The order of `members`, each of which is in ours or in theirs, merged pair by pair: each pair has the order of both
 * sides; if they differ, the order of the side that changed it. No list has an element twice. Takes time with the
 * square of their number.
 */
export function mergeOrder(
	members: ReadonlySet<string>,
	{ base, ours, theirs }: Sides<readonly string[]>,
): MergedOrder {
	const names = [...members].sort(compareText);
	const ranks = { base: ranksOf(names, base), ours: ranksOf(names, ours), theirs: ranksOf(names, theirs) };
	const inOurs = new Set(ours);
	const contradictory: MergedOrder = {
		order: [
			...ours.filter((name) => members.has(name)),
			...theirs.filter((name) => members.has(name) && !inOurs.has(name)),
		],
		verdict: "contradictory",
	};
	const followers: number[][] = names.map(() => []);
	const waitsFor = names.map(() => 0);
	for (let a = 0; a < names.length; a++) {
		for (let b = a + 1; b < names.length; b++) {
			const said = relation({
				base: along(ranks.base, a, b),
				ours: along(ranks.ours, a, b),
				theirs: along(ranks.theirs, a, b),
			});
			if (said === "contradiction") return contradictory;
			if (said === 0) continue;
			const [first, second] = said < 0 ? [a, b] : [b, a];
			followers[first]?.push(second);
			waitsFor[second] = (waitsFor[second] ?? 0) + 1;
		}
	}
	const { order, isTied } = firstComeFirst(names, followers, waitsFor);
	// In a ring, each element waits for the one before it.
	if (order.length < names.length) return contradictory;
	return { order, verdict: isTied ? "tied" : "certain" };
}

/**
 * The names in an order in which each comes after all that it waits for; among free ones, the smallest first. Names
 * that wait for each other are left out. Changes `waitsFor`.
 */
function firstComeFirst(
	names: readonly string[],
	followers: readonly (readonly number[])[],
	waitsFor: number[],
): { readonly order: readonly string[]; readonly isTied: boolean } {
	const order: string[] = [];
	let isTied = false;
	let free = names.flatMap((_, i) => (waitsFor[i] === 0 ? [i] : []));
	for (let next = free[0]; next !== undefined; next = free[0]) {
		isTied ||= free.length > 1;
		order.push(names[next] ?? "");
		free = free.slice(1);
		for (const follower of followers[next] ?? []) {
			const left = (waitsFor[follower] ?? 0) - 1;
			waitsFor[follower] = left;
			if (left === 0) free.push(follower);
		}
		free.sort((a, b) => a - b);
	}
	return { order, isTied };
}

/** Negative: the first one comes first; positive: the second; 0: unknown. */
type Relation = number;

function relation({ base, ours, theirs }: Sides<Relation>): Relation | "contradiction" {
	if (ours === 0 || theirs === 0) return ours || theirs;
	if (ours === theirs) return ours;
	if (base === 0) return "contradiction";
	return ours === base ? theirs : ours;
}

function along(ranks: readonly number[], a: number, b: number): Relation {
	const [first = -1, second = -1] = [ranks[a], ranks[b]];
	return first < 0 || second < 0 ? 0 : Math.sign(first - second);
}

/** The index of each name in the list; -1 = not in it. */
function ranksOf(names: readonly string[], list: readonly string[]): number[] {
	const places = new Map(list.map((name, i) => [name, i]));
	return names.map((name) => places.get(name) ?? -1);
}
