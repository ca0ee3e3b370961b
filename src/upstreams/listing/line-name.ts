import { trimCharacters } from "../../base/trim-characters.ts";

const limit = 160;

/**
 * The name of a product line's MultiCloud Image: words and platform in lower case, made of [a-z0-9._-], the platform
 * (the canonical architecture, where one is known) at the end: `RHEL 9` and `x86_64` → `rhel-9-x86_64`. Never empty.
 */
export function lineName(words: string, platform: string | null | undefined): string {
	const bare = slug(words).slice(0, limit) || "image";
	const end = platform ? slug(platform).slice(0, 32) : "";
	return end === "" ? bare : `${bare}-${end}`;
}

function slug(text: string): string {
	return trimCharacters(text.toLowerCase().replace(/[^a-z0-9._]+/g, "-"), "-._");
}
