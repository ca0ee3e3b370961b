import { fault } from "../../core/errors.ts";
import type { StoredUser } from "../../storage/store.ts";

const longestName = 200;
/** RFC 5321, 4.5.3.1. */
const longestEmail = 254;

/** Checks a user's fields. Throws `user-invalid`. */
export function parseUserFields<W extends Pick<StoredUser, "name" | "displayName" | "email">>(words: W): W {
	const wrong = (problem: string) => fault("user-invalid", { user: words.name, problem });
	const { displayName, email } = words;
	if (displayName.length > longestName) throw wrong(`the display name is longer than ${longestName} characters`);
	if (/[\p{C}\p{Zl}\p{Zp}]/u.test(displayName))
		throw wrong("the display name contains characters that are invisible or change the writing direction");
	if (email === null) return words;
	if (email.length > longestEmail) throw wrong(`the email address is longer than ${longestEmail} characters`);
	if (!/^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(email)) throw wrong(`“${email.slice(0, 80)}” is not an email address`);
	return words;
}
