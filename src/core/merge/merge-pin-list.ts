import { nullOrSame } from "../../base/null-or-same.ts";
import { type Pin, samePin, samePins } from "../component/pin.ts";
import { mergeOrder } from "./merge-order.ts";
import { keysOf, type Outcome, type Sides, threeWay, valuesAt } from "./three-way.ts";

/**
 * A list in running order. It is merged as a whole if only one side changed it, and element by element if there is only
 * one way: each element is once in every list, no element is changed differently by both sides, and one order agrees
 * with both. Everything else is one conflict, with ours as the value.
 */
export function mergePinList(sides: Sides<readonly Pin[]>): Outcome<readonly Pin[]> {
	const whole = threeWay(sides, samePins);
	if (!whole.isConflict) return whole;
	const maps = { base: byLineage(sides.base), ours: byLineage(sides.ours), theirs: byLineage(sides.theirs) };
	if (
		maps.base.size < sides.base.length ||
		maps.ours.size < sides.ours.length ||
		maps.theirs.size < sides.theirs.length
	)
		return whole;
	const merged = new Map<string, Pin>();
	for (const lineage of keysOf(maps)) {
		const { value, isConflict } = threeWay(valuesAt(maps, lineage), samePinOrNone);
		if (isConflict) return whole;
		if (value) merged.set(lineage, value);
	}
	const lineages = { base: [...maps.base.keys()], ours: [...maps.ours.keys()], theirs: [...maps.theirs.keys()] };
	const { order, verdict } = mergeOrder(new Set(merged.keys()), lineages);
	if (verdict !== "certain") return whole;
	return { value: order.flatMap((lineage) => merged.get(lineage) ?? []), isConflict: false };
}

/** True if both are the same pin, or both are null. */
export const samePinOrNone = nullOrSame(samePin);

/** Pins by lineage, in the list's order. */
export function byLineage(pins: readonly Pin[]): Map<string, Pin> {
	return new Map(pins.map((pin) => [pin.lineage, pin]));
}
