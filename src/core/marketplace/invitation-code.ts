/** Days until an invitation expires. */
export const invitationDays = 6;

/** Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O and U, which are misread. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 32;

/** The code of 160 random bits, given as 40 hex digits: 32 letters and digits in groups of four, `7ZQK-…`. */
export function invitationCode(hex: string): string {
	let bits = 0;
	let value = 0;
	let text = "";
	for (const digit of hex) {
		value = (value << 4) | Number.parseInt(digit, 16);
		bits += 4;
		if (bits < 5) continue;
		bits -= 5;
		text += alphabet[(value >> bits) & 31];
		value &= (1 << bits) - 1;
	}
	return (text.match(/.{4}/g) ?? []).join("-");
}

/**
 * Parses a typed code into the form used for comparison: case, hyphens and space don't matter, O is read as 0, I
 * and L as 1. Undefined if it is not a valid code.
 */
export function readInvitationCode(typed: string): string | undefined {
	if (typed.length > 200) return undefined;
	const code = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
	if (code.length !== length || [...code].some((letter) => !alphabet.includes(letter))) return undefined;
	return (code.match(/.{4}/g) ?? []).join("-");
}
