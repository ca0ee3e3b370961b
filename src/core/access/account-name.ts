import { fault } from "../errors.ts";

const longest = 100;

/**
 * Why a text can't be an account's name, in words that follow “it”; undefined when it can: 1 to 100 characters in their composed form,
 * none of them `/`, `@`, a control character, one that nobody sees or one that turns text around; no space but single ones inside.
 */
export function accountNameProblem(text: string): string | undefined {
	if (text.length === 0) return "is empty";
	if (text.length > longest) return `is longer than ${longest} characters`;
	if (text.trim() !== text) return "has space around it";
	if (text === "." || text === "..") return "is a folder's word in every address";
	if (/[/@]/.test(text)) return "has a / or @, which references use";
	// Other accounts read it as the name of who publishes: it must not look like another one.
	if (/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return "has characters that are not seen, or that turn text around";
	if (/(?! )\p{Zs}| {2}/u.test(text)) return "has spaces that can't be told from one";
	if (text.normalize("NFC") !== text) return "is not in composed form (NFC)";
	return undefined;
}

/** The name, or `account-name-invalid` with what is wrong with it. */
export function parseAccountName(text: string): string {
	const problem = accountNameProblem(text);
	if (problem !== undefined) throw fault("account-name-invalid", { name: text.slice(0, longest + 20), problem });
	return text;
}
