/** A commit, by what is the same on every installation; a HEAD is the number after its newest commit. */
export interface RevisionPoint {
	readonly lineage: string;
	readonly number: number;
}

/** Where a lineage comes from, and what its revisions took in. */
export interface LineageHistory {
	/** What it was cloned from; null = from nothing. */
	readonly parent: RevisionPoint | null;
	/** `at`: the revision that took the other one in. */
	readonly merges: readonly { readonly at: number; readonly from: RevisionPoint }[];
}

/**
 * The common ancestor of two revisions, found through commits, clones and merges: an ancestor of both that no other
 * common ancestor goes back to. Where histories cross and several are left, the one of `theirs`' lineage, then of
 * `ours`', then the first by lineage. Null when they have none. `historyOf` gives undefined for a lineage that is not
 * here: what lies behind it is not known.
 */
export function findMergeBase(
	ours: RevisionPoint,
	theirs: RevisionPoint,
	historyOf: (lineage: string) => LineageHistory | undefined,
): RevisionPoint | null {
	const [mine, other] = [ancestorsOf(ours, historyOf), ancestorsOf(theirs, historyOf)];
	const common: RevisionPoint[] = [];
	for (const [lineage, number] of mine) {
		const shared = Math.min(number, other.get(lineage) ?? 0);
		if (shared >= 1) common.push({ lineage, number: shared });
	}
	const best = common.filter(
		(one) =>
			!common.some(
				(another) => another !== one && (ancestorsOf(another, historyOf).get(one.lineage) ?? 0) >= one.number,
			),
	);
	const rank = (point: RevisionPoint) =>
		point.lineage === theirs.lineage ? 0 : point.lineage === ours.lineage ? 1 : 2;
	const [first] = (best.length > 0 ? best : common).sort(
		(a, b) => rank(a) - rank(b) || (a.lineage < b.lineage ? -1 : 1),
	);
	return first ?? null;
}

/**
 * The newest revision of each lineage that a revision goes back to, itself included; all older ones are ancestors too.
 */
export function ancestorsOf(
	from: RevisionPoint,
	historyOf: (lineage: string) => LineageHistory | undefined,
): ReadonlyMap<string, number> {
	const newest = new Map<string, number>();
	const open: RevisionPoint[] = [from];
	for (let point = open.pop(); point; point = open.pop()) {
		const { lineage, number } = point;
		if ((newest.get(lineage) ?? 0) >= number) continue;
		newest.set(lineage, number);
		const history = historyOf(lineage);
		if (history?.parent) open.push(history.parent);
		for (const merge of history?.merges ?? []) if (merge.at <= number) open.push(merge.from);
	}
	return newest;
}
