import { compareText } from "./compare-text.ts";
import { end, tokensOf, type VersionToken } from "./version-tokens.ts";

/**
 * Orders versions as their vendors do. Numbers compare by value (1.9 before 1.10) and a `v` before one is ignored. A
 * pre-release comes before its final, with or without a separator (`1.10.0-rc1`, `1.10.0rc1`, `1.10.0~beta`,
 * `-SNAPSHOT`, `.dev1`); a rebuild (`-1`, `-r2`, `+build`, `.post1`, `1.0.2k`) comes after it. Follows semver.org,
 * PEP 440 and Debian where they agree. Returns 0 for two spellings of one version, such as `v1.0` and `1.0`.
 */
export function compareVersion(a: string, b: string): number {
	const [left, right] = [tokensOf(a), tokensOf(b)];
	let isPreRelease = false;
	for (let i = 0; i < Math.max(left.length, right.length); i++) {
		const [x = end, y = end] = [left[i], right[i]];
		const order = compareToken(x, y, isPreRelease);
		if (order !== 0) return order;
		// Equal so far: both are in a pre-release, or neither.
		if (x.kind === "pre") isPreRelease = true;
	}
	return 0;
}

const order: readonly VersionToken["kind"][] = ["tilde", "pre", "end", "plus", "word", "rebuild", "number"];

/** Within a pre-release: `rc.1.dev2`, `alpha`, `alpha.1`, `alpha.beta`, as semver and PEP 440 have it. */
const orderWithin: readonly VersionToken["kind"][] = ["tilde", "end", "plus", "rebuild", "number", "word", "pre"];

function compareToken(a: VersionToken, b: VersionToken, isPreRelease: boolean): number {
	const [x, y] = [kindOf(a, isPreRelease), kindOf(b, isPreRelease)];
	if (x !== y) return x - y;
	if (a.kind === "pre" && b.kind === "pre") return a.rank - b.rank;
	if (/^\d/.test(a.text) && /^\d/.test(b.text)) return a.text.length - b.text.length || compareText(a.text, b.text);
	return compareText(a.text, b.text);
}

function kindOf({ kind, rank }: VersionToken, isPreRelease: boolean): number {
	if (!isPreRelease) return order.indexOf(kind);
	if (kind === "pre" && rank === 0) return 0.5;
	// `rc-1` is `rc.1`.
	return orderWithin.indexOf(kind === "rebuild" ? "number" : kind);
}
