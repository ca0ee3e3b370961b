/** Compares values that can be null: true if both are null, or if neither is and they are `same`. */
export function nullOrSame<V>(same: (a: V, b: V) => boolean): (a: V | null, b: V | null) => boolean {
	return (a, b) => a === b || (a !== null && b !== null && same(a, b));
}
