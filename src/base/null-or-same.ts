/** Compares values that may be absent: true when both are null, or both are there and `same`. */
export function nullOrSame<V>(same: (a: V, b: V) => boolean): (a: V | null, b: V | null) => boolean {
	return (a, b) => a === b || (a !== null && b !== null && same(a, b));
}
