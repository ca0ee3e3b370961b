import { tokensOf, type VersionToken } from "./version-tokens.ts";

/**
 * The form of a version without its pre-release and rebuild parts. Versions of one scheme compare by their numbers;
 * null for a version that compares with no other, such as a commit's hash or a UUID.
 */
export function versionScheme(version: string): string | null {
	if (isHash(version)) return null;
	if (/^v?\d{4}[-._](?:0[1-9]|1[0-2])[-._](?:0[1-9]|[12]\d|3[01])(?!\d)/i.test(version)) return "date";
	const kinds = mainTokens(tokensOf(version)).map((token) =>
		token.kind === "number" ? (token.text.length >= 6 ? "D" : "n") : token.text,
	);
	// Words have no order of their own: build-b need not be newer than build-a.
	if (!kinds.some((kind) => kind === "n" || kind === "D")) return null;
	// Plain numbers compare however many there are: 9, 9.1, 9.1.2. A long one, such as a date, has its place.
	const form = kinds.join(" ");
	return kinds.includes("D") ? form : form.replace(/\bn(?: n)+\b/g, "n");
}

/** The tokens before the pre-release and the rebuild. */
function mainTokens(tokens: readonly VersionToken[]): readonly VersionToken[] {
	const stop = tokens.findIndex(
		({ kind }, i) => kind === "tilde" || kind === "pre" || kind === "plus" || (kind === "rebuild" && i > 0),
	);
	const main = stop === -1 ? tokens : tokens.slice(0, stop);
	const rebuilt = main.findIndex(
		({ kind, text }, i) => i > 0 && kind === "word" && /^(?:r|rev|post|p|pl|patch|build|[a-z])$/.test(text),
	);
	return rebuilt === -1 ? main : main.slice(0, rebuilt);
}

function isHash(version: string): boolean {
	return (
		/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/i.test(version) ||
		(/^[0-9a-f]{7,64}$/i.test(version) && /[a-f]/i.test(version) && /\d/.test(version))
	);
}
