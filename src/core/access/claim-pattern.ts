/**
 * Matches a whole text against a pattern. `*` matches any text, including none and text with slashes and colons;
 * every other character matches itself, case-sensitively. Takes time proportional to the text, whatever the
 * pattern. Example: `fitsPattern("repo:acme/web:ref", "repo:acme/*")` is true.
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

/** The prefix of every text that matches the pattern. */
export function fixedStart(pattern: string): string {
	return pattern.split("*", 1)[0] ?? "";
}

/** True if the pattern matches only one text: itself. */
export function isExact(pattern: string): boolean {
	return !pattern.includes("*");
}
