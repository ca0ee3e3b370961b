import type { TextConflict } from "./conflict.ts";
import { type Sides, threeWay } from "./three-way.ts";

/** Where a merge adds its conflicts. */
export interface Noted<X> {
	push(conflict: X): unknown;
}

/**
 * A text field merged as a whole; adds a conflict and keeps ours if both changed it differently. `base` is null without
 * a common ancestor.
 */
export function mergeText<F extends string>(
	place: F,
	sides: Sides<string, string | null>,
	conflicts: Noted<TextConflict<NoInfer<F>>>,
): string {
	const { value, isConflict } = threeWay(sides, Object.is);
	if (isConflict) conflicts.push({ place, path: place, ...sides });
	return value;
}

/** Tags as sets: tags that a side added are in the result, tags that a side removed are not. */
export function mergeTags(base: readonly string[], ours: readonly string[], theirs: readonly string[]): string[] {
	const [was, mine, other] = [new Set(base), new Set(ours), new Set(theirs)];
	return [...new Set([...was, ...mine, ...other])].filter((tag) =>
		was.has(tag) ? mine.has(tag) && other.has(tag) : true,
	);
}
