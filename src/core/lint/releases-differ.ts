/**
 * True if two release marks certainly belong to different releases. `v20250805` and `20250805` are one;
 * `20250805.1` may be a rebuild of it, so the answer is unknown; other dates are other releases, whatever surrounds
 * them (`24.04.202508050`); marks of different forms (`5.7` and `1901_01`) count different things; with different
 * numbers of dotted parts nothing is certain (`5.7` and `5.8.8`).
 */
export function releasesDiffer(a: string, b: string): boolean {
	const [left, right] = [plain(a), plain(b)];
	if (left.startsWith(right) || right.startsWith(left)) return false;
	const [leftDate, rightDate] = [dateOf(left), dateOf(right)];
	if (leftDate !== rightDate) return leftDate !== null && rightDate !== null;
	const numbers = leftDate === null ? /\d+(?:\.\d+)*/g : /\d+/g;
	return left.replace(numbers, "9") === right.replace(numbers, "9");
}

/** True if a release is marked by its build date. */
export function isDated(release: string): boolean {
	return dateOf(release) !== null;
}

function plain(release: string): string {
	return release.toLowerCase().replace(/^[vr](?=\d)/, "");
}

/** Normalizes a date: `2019-11-04` and `20191104` are the same day. */
function dateOf(release: string): string | null {
	const match = /(?<!\d)(20[0-3]\d)([-._]?)([01]\d)\2([0-3]\d)/.exec(release);
	return match ? `${match[1]}${match[3]}${match[4]}` : null;
}
