import { type Architecture, parseArchitecture } from "../../core/image/index.ts";

/**
 * Words without the spellings of the architecture that stand among them: `debian-11-bullseye-amd64` →
 * `debian-11-bullseye`.
 */
export function withoutArchitecture(words: string, architecture: Architecture | null): string {
	if (architecture === null) return words;
	return words.replace(/[-_. ]?(?<![a-z0-9])(x86[-_]64|[a-z]+\d+[a-z]*)(?![a-z0-9])/gi, (whole, word: string) =>
		parseArchitecture(word) === architecture ? "" : whole,
	);
}
