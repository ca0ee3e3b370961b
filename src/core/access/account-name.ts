import { fault } from "../errors.ts";

const longest = 100;

/**
 * Returns why a text is not a valid account name, as a clause; undefined if it is: 1 to 100 characters in composed
 * form, none of them `/`, `@`, a control character, invisible or a change of writing direction; no space except single
 * ones inside.
 */
export function accountNameProblem(text: string): string | undefined {
	if (text.length === 0) return "it is empty";
	if (text.length > longest) return `it is longer than ${longest} characters`;
	if (text.trim() !== text) return "it starts or ends with a space";
	if (text === "." || text === "..") return "it means a folder in every address";
	if (/[/@]/.test(text)) return "it contains / or @, which references use";
	// Other accounts read it as the name of who publishes: it must not look like another one.
	if (/[\p{C}\p{Zl}\p{Zp}]/u.test(text))
		return "it contains characters that are invisible or change the writing direction";
	if (/(?! )\p{Zs}| {2}/u.test(text)) return "it contains spaces that look like a single one";
	if (text.normalize("NFC") !== text) return "it is not in composed form (NFC)";
	return undefined;
}

/** Returns the name, or throws `account-name-invalid` with the problem. */
export function parseAccountName(text: string): string {
	const problem = accountNameProblem(text);
	if (problem !== undefined) throw fault("account-name-invalid", { name: text.slice(0, longest + 20), problem });
	return text;
}
