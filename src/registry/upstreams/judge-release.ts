import { compareReleases } from "../../core/image/index.ts";
import type { NumberedRelease, StoredRelease } from "../../storage/store.ts";
import type { Release } from "../../upstreams/source.ts";
import type { ReleaseOutcome } from "./release-outcome.ts";

/** What a release becomes, with a sentence for the user. */
export type Verdict =
	| { readonly outcome: "commit"; readonly text: string }
	| (Pick<ReleaseOutcome, "revision" | "text"> & {
			readonly outcome: Exclude<ReleaseOutcome["outcome"], "committed">;
	  });

/** What a release is judged by. */
export interface Circumstances {
	readonly parts: Readonly<Record<string, string>>;
	/** Earlier imports for the same part of the map. */
	readonly releases: readonly NumberedRelease[];
	/** True if a later release of the same list was imported before. */
	readonly isBeforeKnown: boolean;
	/** True if the list has the newest commit's release, before this one. */
	readonly isAfterNewest: boolean;
	/** True for the list's newest release; never for one that is held back. */
	readonly isLast: boolean;
	readonly allowOlder: boolean;
	/** Numbers of commits that were held back until this import. */
	readonly released: ReadonlySet<number>;
}

/**
 * Decides what a release becomes. One that its publisher offers is compared only with those that are offered, so a
 * preview never makes it “older”. One that is held back is never returned to.
 */
export function judgeRelease(release: Release, at: Circumstances): Verdict {
	const newest = rivalsOf(release, at.releases).at(-1);
	const same = at.releases.findLast((one) => isSameRelease(one, release, at.parts));
	if (same) return judgeSame(release, same, { ...at, newest });
	if (!newest) return { outcome: "commit", text: "" };
	if (release.version === null && release.releasedAt === null) return { outcome: "commit", text: "" };
	const { version } = release;
	const before = version === null ? undefined : at.releases.findLast((one) => one.version === version);
	if (!before) return judgeNew(release, newest, at);
	const isNewest = before.number === newest.number || (before.heldBack !== null && before === lastHeld(at));
	return judgeChanged(before, isNewest, isReturn(release, newest, at));
}

/** The commits that a release is compared with: those that are held back count only for one that is, too. */
export function rivalsOf(release: Release, releases: readonly NumberedRelease[]): readonly NumberedRelease[] {
	return isHeld(release) ? releases : releases.filter((one) => one.heldBack === null);
}

/** A release that is imported already, with the same map. */
function judgeSame(
	release: Release,
	same: NumberedRelease,
	at: Circumstances & { readonly newest: NumberedRelease | undefined },
): Verdict {
	const { newest } = at;
	if (isHeld(release) || !newest || same.number === newest.number) return known(same);
	if (at.released.has(same.number)) {
		// It moves forward as it is, unless others were committed meanwhile.
		return at.isLast && newest.number > same.number
			? { outcome: "commit", text: `released; the map of revision ${same.number}` }
			: known(same);
	}
	if (same.heldBack !== null) return known(same);
	if (release.version === null && release.releasedAt === null)
		return { outcome: "commit", text: `back to the map of revision ${same.number}` };
	if (isReturn(release, newest, at)) return { outcome: "commit", text: `back to revision ${same.number}` };
	return at.isLast ? known(same, `; the newest is revision ${newest.number}${nameOf(newest)}`) : known(same);
}

/**
 * True if the list says that an earlier release is current. A list with a later date, or one followed by its URL, is
 * current whatever its version numbers say: publishers revert. The dates of releases count where a list has none.
 */
function isReturn(release: Release, newest: NumberedRelease, { isLast, allowOlder }: Circumstances): boolean {
	if (!isLast || allowOlder) return isLast;
	return isListedBefore(newest, release) ?? isBefore(newest, release);
}

function known(same: NumberedRelease, more = ""): Verdict {
	return { outcome: "known", revision: same.number, text: `imported as revision ${same.number}${more}` };
}

function lastHeld({ releases }: Circumstances): NumberedRelease | undefined {
	return releases.findLast((one) => one.heldBack !== null);
}

/** A release whose version is imported with other content. */
function judgeChanged(before: NumberedRelease, isNewest: boolean, isNow: boolean): Verdict {
	if (isNewest) return { outcome: "commit", text: "published again with other content" };
	if (isNow) return { outcome: "commit", text: "back again, with other content" };
	const { number } = before;
	return {
		outcome: "changed-after",
		revision: number,
		text:
			`its list changed after it was committed as revision ${number}, and newer ones followed; ` +
			"commits are never rewritten",
	};
}

/** A release whose version is not imported yet. */
function judgeNew(release: Release, newest: NumberedRelease, at: Circumstances): Verdict {
	const isOlder = at.isBeforeKnown || (!at.isAfterNewest && compareReleases(release, newest) < 0);
	const isCurrent = at.isLast && isListedBefore(newest, release) === true;
	if (isOlder && !isCurrent && !at.allowOlder) {
		return {
			outcome: "older",
			revision: null,
			text: `older than revision ${newest.number}${nameOf(newest)}; not imported`,
		};
	}
	return { outcome: "commit", text: isOlder ? `older than revision ${newest.number}` : "" };
}

/** True if the first one's list is earlier than the other one's; undefined if one of the lists has no date. */
function isListedBefore(one: Pick<Release, "listedAt">, other: Pick<Release, "listedAt">): boolean | undefined {
	return one.listedAt && other.listedAt ? one.listedAt < other.listedAt : undefined;
}

/** True if both have a date and the first one's is earlier. */
export function isBefore(one: Pick<Release, "releasedAt">, other: Pick<Release, "releasedAt">): boolean {
	return one.releasedAt !== null && other.releasedAt !== null && one.releasedAt < other.releasedAt;
}

/** True if both cover a common part of the map: only then is one older or newer than the other. */
export function isSameTimeline(known: StoredRelease, parts: Readonly<Record<string, string>>): boolean {
	return Object.keys(parts).some((part) => Object.hasOwn(known.parts, part));
}

export function isSameRelease(
	known: StoredRelease,
	release: Release,
	parts: Readonly<Record<string, string>>,
): boolean {
	return (
		known.version === release.version &&
		Object.entries(parts).every(([part, digest]) => Object.hasOwn(known.parts, part) && known.parts[part] === digest)
	);
}

/** True if the publisher holds a release back. */
export function isHeld({ heldBack }: Pick<Release, "heldBack">): boolean {
	return (heldBack ?? null) !== null;
}

function nameOf(release: StoredRelease): string {
	return release.version === null ? "" : ` (${release.version})`;
}
