/**
 * Tells whether a whole text fits a pattern: `*` stands for any text, also none and also with slashes and colons in it; every other
 * character for itself, upper and lower case apart. Takes time in proportion to the text, whatever the pattern.
 */
export function fitsPattern(text: string, pattern: string): boolean {
	const parts = pattern.split("*");
	const first = parts.shift() ?? "";
	const last = parts.pop();
	if (last === undefined) return text === first;
	if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
	const end = text.length - last.length;
	let at = first.length;
	for (const part of parts) {
		const found = text.indexOf(part, at);
		if (found === -1 || found + part.length > end) return false;
		at = found + part.length;
	}
	return true;
}

/** What every text that fits the pattern begins with. */
export function fixedStart(pattern: string): string {
	return pattern.split("*", 1)[0] ?? "";
}

/** True when only one text fits: the pattern itself. */
export function isExact(pattern: string): boolean {
	return !pattern.includes("*");
}
