import { fault } from "../errors.ts";

const nameLimit = 100;

/**
 * Parses the name of an account group, without surrounding space. Throws `group-invalid` for an empty name, more
 * than 100 characters, a comma, a / or an invisible character, and for `everyone`, which is not a group.
 */
export function parseGroupName(text: string): string {
	const name = text.trim();
	const problem = problemOf(name);
	if (problem) throw fault("group-invalid", { name: text.slice(0, 120), problem });
	return name;
}

function problemOf(name: string): string | undefined {
	if (name === "") return "it is empty";
	if (name.length > nameLimit) return `it is longer than ${nameLimit} characters`;
	if (name === "." || name === "..") return "it means a folder in every address";
	if (/^everyone$/i.test(name)) return "the word means all accounts";
	if (/[,/]/.test(name)) return "it contains a comma or a /";
	if (/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(name)) return "it contains an invisible character";
	return undefined;
}
