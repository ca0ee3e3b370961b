/**
 * One place, or one content, in the common ancestor and in both sides. The ancestor's may be of a wider type: it may
 * not be there.
 */
export interface Sides<V, B = V> {
	readonly base: B;
	readonly ours: V;
	readonly theirs: V;
}

/** The merged value; ours where both changed it, each differently. */
export interface Outcome<V> {
	readonly value: V;
	readonly isConflict: boolean;
}

/** The truth table of every merge: a side that left a place as it was takes the other's; equal sides agree. */
export function threeWay<V, B = V>({ base, ours, theirs }: Sides<V, B>, same: (a: V, b: V | B) => boolean): Outcome<V> {
	if (same(ours, theirs) || same(theirs, base)) return { value: ours, isConflict: false };
	if (same(ours, base)) return { value: theirs, isConflict: false };
	return { value: ours, isConflict: true };
}

/** Every key of the three maps, each once: the ancestor's first. */
export function keysOf<V>({ base, ours, theirs }: Sides<ReadonlyMap<string, V>>): Set<string> {
	return new Set([...base.keys(), ...ours.keys(), ...theirs.keys()]);
}

/** Each side's value under a key; null = none. */
export function valuesAt<V>({ base, ours, theirs }: Sides<ReadonlyMap<string, V>>, key: string): Sides<V | null> {
	return { base: base.get(key) ?? null, ours: ours.get(key) ?? null, theirs: theirs.get(key) ?? null };
}
