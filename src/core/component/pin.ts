/**
 * A reference from one component to one revision of another, by identifiers that are the same on every
 * installation.
 */
export interface Pin {
	/** The other component's lineage. */
	readonly lineage: string;
	/** 0 is HEAD, which still moves. */
	readonly revision: number;
	/** Content digest of the pinned commit; null for HEAD. */
	readonly digest: string | null;
}

/** True if both pin the same revision of the same lineage. The digest follows from the two. */
export function samePin(a: Pin, b: Pin): boolean {
	return a.lineage === b.lineage && a.revision === b.revision;
}

/** True when both lists pin the same revisions in the same order. */
export function samePins(a: readonly Pin[], b: readonly Pin[]): boolean {
	return (
		a.length === b.length &&
		a.every((pin, i) => {
			const other = b[i];
			return other !== undefined && samePin(pin, other);
		})
	);
}
