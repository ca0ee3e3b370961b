/**
 * Compares two release marks as publishers write them. `v20250805` and `20250805` are the same; `20250805.1` may be a repeated build of
 * it, so nobody knows; marks of different forms (`5.7` and `20250805`) count different things and can't be compared.
 */
export function comparableReleases(a: string, b: string): "same" | "different" | "incomparable" {
	const [left, right] = [plain(a), plain(b)];
	if (left === right) return "same";
	if (left.startsWith(right) || right.startsWith(left) || left.endsWith(right) || right.endsWith(left)) return "incomparable";
	return formOf(left) === formOf(right) ? "different" : "incomparable";
}

function plain(release: string): string {
	return release.toLowerCase().replace(/^[vr](?=\d)/, "");
}

/** Runs of digits by whether they are a date, a long or a short number; the same form has the same runs between the same marks. */
function formOf(release: string): string {
	return release.replace(/\d+/g, (digits) => (/^20\d{6}/.test(digits) ? "D" : digits.length > 4 ? "L" : "N"));
}
