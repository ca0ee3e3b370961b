import { fault } from "../errors.ts";

const longest = 100;

/** What the registry writes where nobody in particular acts. */
const reserved: ReadonlySet<string> = new Set(["local", "public", "system"]);

/**
 * The one spelling of a user's name: lower case, 1 to 100 of the letters a to z, digits and `. _ + - @`, beginning with a letter or digit,
 * so that an e-mail address can be one and none looks like another. Throws `user-name-invalid` with what is wrong with it.
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
