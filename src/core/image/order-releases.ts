import { compareText } from "../../base/compare-text.ts";
import { compareVersion } from "../../base/compare-version.ts";
import { versionScheme } from "../../base/version-scheme.ts";

interface Placed {
	readonly version: string | null;
	/** UTC ISO 8601. */
	readonly releasedAt: string | null;
	/** Its place in the vendor's own order. */
	readonly order?: number;
}

/**
 * The releases of a line, oldest first: in the vendor's own order if the list has one. Otherwise, versions of one
 * scheme are in the order of their numbers, because an old release that is published again has a new date, and schemes
 * are placed among each other by time. Releases without a time come first where nothing else places them.
 */
export function orderReleases<R extends Placed>(releases: readonly R[]): R[] {
	if (releases.every(({ order }) => order !== undefined))
		return [...releases].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
	const schemes = Map.groupBy(releases, (release) => schemeOf(release) ?? release);
	const placed = [...schemes.values()].flatMap((ofScheme) => withTimes([...ofScheme].sort(byVersion)));
	return placed
		.sort((a, b) => compareText(a.time, b.time) || byVersion(a.release, b.release))
		.map(({ release }) => release);
}

/**
 * The order of two releases of different lists: by their versions if those have one scheme, else by time. 0 = unknown.
 */
export function compareReleases(a: Placed, b: Placed): number {
	const scheme = schemeOf(a);
	const byNumbers = scheme !== null && scheme === schemeOf(b) ? compareVersion(a.version ?? "", b.version ?? "") : 0;
	if (byNumbers !== 0) return byNumbers;
	return a.releasedAt === null || b.releasedAt === null ? 0 : compareText(a.releasedAt, b.releasedAt);
}

function schemeOf({ version }: Placed): string | null {
	return version === null ? null : versionScheme(version);
}

function byVersion(a: Placed, b: Placed): number {
	return (
		compareVersion(a.version ?? "", b.version ?? "") ||
		compareText(a.releasedAt ?? "", b.releasedAt ?? "") ||
		compareText(a.version ?? "", b.version ?? "")
	);
}

/**
 * Releases of one scheme with the time that places them among others: at the latest that of the next one, so that the
 * order stays.
 */
function withTimes<R extends Placed>(ordered: readonly R[]): { readonly release: R; readonly time: string }[] {
	const next: (string | null)[] = [];
	let soonest: string | null = null;
	for (const { releasedAt } of ordered.toReversed()) {
		if (releasedAt !== null && (soonest === null || releasedAt < soonest)) soonest = releasedAt;
		next.unshift(soonest);
	}
	let last = "";
	return ordered.map((release, i) => {
		last = next[i] ?? last;
		return { release, time: last };
	});
}
