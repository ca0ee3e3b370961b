/** The outcome for one release of one product line. */
export interface ReleaseOutcome {
	readonly version: string | null;
	readonly releasedAt: string | null;
	/**
	 * `committed` a new revision · `known` imported before · `unchanged` the map did not change · `older` older than the
	 * newest commit, not imported · `changed-after` an older release's map changed upstream; commits stay as they are ·
	 * `conflict` the upstream and a user changed the same place · `blocked` HEAD has uncommitted changes, or the name is
	 * taken · `held-back` a known release is held back now · `released` one is no longer held back.
	 */
	readonly outcome:
		| "committed"
		| "known"
		| "unchanged"
		| "older"
		| "changed-after"
		| "conflict"
		| "blocked"
		| "held-back"
		| "released";
	/** The commit that it is, or equals. */
	readonly revision: number | null;
	/** A sentence for the user. */
	readonly text: string;
	/** Why its publisher holds back what was committed; null if it does not. */
	readonly heldBack: string | null;
	/** Clouds of the revision before that what was committed does not map. */
	readonly lost: readonly string[];
}
