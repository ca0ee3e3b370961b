import { fault } from "../errors.ts";

const longest = 100;

/** Names that the registry writes for acts without a user. */
const reserved: ReadonlySet<string> = new Set(["local", "public", "system"]);

/**
 * Parses a user's name into its canonical spelling: lower case, 1 to 100 of the letters a to z, digits and `. _ + -
 * @`, starting with a letter or digit. An email address is valid, and no two names look alike. Throws
 * `user-name-invalid` with the problem.
 */
export function parseUserName(text: string): string {
	const name = text.trim().toLowerCase();
	const wrong = (problem: string) => fault("user-name-invalid", { name: text.slice(0, longest + 20), problem });
	if (name === "") throw wrong("it is empty");
	if (name.length > longest) throw wrong(`it is longer than ${longest} characters`);
	if (!/^[a-z0-9][a-z0-9._+@-]*$/.test(name))
		throw wrong("it contains characters other than a to z, 0 to 9 and . _ + - @, or starts with one of . _ + - @");
	if (reserved.has(name)) throw wrong("it is reserved for the registry");
	return name;
}
