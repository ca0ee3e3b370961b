/** A part of a version. */
export interface VersionToken {
	readonly kind: "tilde" | "pre" | "end" | "plus" | "word" | "rebuild" | "number";
	readonly text: string;
	/** Of a pre-release's name: its place among them. */
	readonly rank: number;
}

/** Stands after the last part. */
export const end: VersionToken = { kind: "end", text: "", rank: 0 };

/** Names of pre-releases, the earliest first. */
const preReleases = ["dev nightly", "alpha a", "beta b", "milestone", "pre preview rc c cr", "snapshot"];
const preRanks = new Map(preReleases.flatMap((names, rank) => names.split(" ").map((name) => [name, rank] as const)));

/** The parts of a version, without separators, a `v` before a number, and words such as `final`. */
export function tokensOf(version: string): VersionToken[] {
	const tokens: VersionToken[] = [];
	const parts = version.toLowerCase().match(/\d+|[^\d~+\-._:/,\s]+|[~+]|[-._:/,\s]+/g) ?? [];
	parts.forEach((part, i) => {
		const [before = "", after = ""] = [parts[i - 1], parts[i + 1]];
		if (part === "~") tokens.push({ kind: "tilde", text: part, rank: 0 });
		else if (part === "+") tokens.push({ kind: "plus", text: part, rank: 0 });
		else if (/^\d/.test(part))
			tokens.push({
				kind: /^[-_]+$/.test(before) ? "rebuild" : "number",
				text: part.replace(/^0+(?=\d)/, ""),
				rank: 0,
			});
		else if (/^[-._:/,\s]/.test(part) || (part === "v" && /^\d/.test(after)) || part === "final" || part === "ga")
			return;
		else tokens.push(wordToken(part, { before, after }));
	});
	return tokens;
}

/** A word; a single letter names a pre-release only right before a number: `1.0a1`, but not OpenSSL's `1.0.2a`. */
function wordToken(text: string, { before, after }: { readonly before: string; readonly after: string }): VersionToken {
	const rank = preRanks.get(text);
	const isPre = rank !== undefined && (text.length > 1 || (/^\d/.test(after) && /\d$/.test(before)));
	return isPre ? { kind: "pre", text, rank } : { kind: "word", text, rank: 0 };
}
