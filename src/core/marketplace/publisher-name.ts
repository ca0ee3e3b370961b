import { fault } from "../errors.ts";

const nameLimit = 100;

/**
 * Parses a publisher's name; runs of spaces become single ones. Throws `publisher-invalid` for an empty name, more
 * than 100 characters, one of ; \ / > < & , . (RightScale's own rule), an invisible character, or a character that
 * only looks like another one: compatibility forms (NFKC) are checked too.
 */
export function parsePublisherName(text: string): string {
	const name = text.trim().replace(/\s+/gu, " ");
	const problem = problemOf(name);
	if (problem) throw fault("publisher-invalid", { name: text.slice(0, 120), problem });
	return name;
}

/**
 * The key for comparing names: two publishers can't share one. Case, compatibility forms (NFKC) and inner space
 * don't matter.
 */
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
