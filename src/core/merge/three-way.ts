/**
 * One place, or one content, in the common ancestor and in both sides. The ancestor's type can be wider, because it can
 * be missing.
 */
export interface Sides<V, B = V> {
	readonly base: B;
	readonly ours: V;
	readonly theirs: V;
}

/** The merged value; ours if both changed it differently. */
export interface Outcome<V> {
	readonly value: V;
	readonly isConflict: boolean;
}

/** The truth table of every merge: if only one side changed a place, its value is used; equal sides agree. */
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
