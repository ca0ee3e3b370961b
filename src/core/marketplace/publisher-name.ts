import { fault } from "../errors.ts";

const nameLimit = 100;

/**
 * A publisher's name with its inner space trimmed to single ones. Throws `publisher-invalid` for an empty one, one of more than 100
 * characters, and one with ; \ / > < & , . (RightScale's own rule), with a sign that is not seen, or with one that only looks like
 * something else: the compatibility forms of Unicode (NFKC) are looked at too.
 */
export function parsePublisherName(text: string): string {
	const name = text.trim().replace(/\s+/gu, " ");
	const problem = problemOf(name);
	if (problem) throw fault("publisher-invalid", { name: text.slice(0, 120), problem });
	return name;
}

/** The name as it is compared: two names of one key can't both be there. Case, compatibility forms (NFKC) and inner space don't matter. */
export function publisherKey(name: string): string {
	const folded = name.normalize("NFKC").toLowerCase().normalize("NFKC");
	return folded.trim().replace(/\s+/gu, " ");
}

function problemOf(name: string): string | undefined {
	if (name === "") return "it is empty";
	if (name.length > nameLimit) return `it is longer than ${nameLimit} characters`;
	const forms = [name, name.normalize("NFKC")];
	const sign = forms.map((form) => /[;\\/><&,.]/.exec(form)?.[0]).find((found) => found !== undefined);
	if (sign !== undefined) return `it contains “${sign}”`;
	// Controls, directions of writing, fillers: what is not seen makes two names look like one.
	if (forms.some((form) => /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(form)))
		return "it contains an invisible character";
	return undefined;
}
