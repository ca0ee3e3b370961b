const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 of the bytes with padding and without line breaks (RFC 4648, section 4). */
export function base64(bytes: Uint8Array): string {
	let text = "";
	for (let i = 0; i < bytes.length; i += 3) {
		const [a, b, c] = [bytes[i] ?? 0, bytes[i + 1], bytes[i + 2]];
		const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
		text += digit(group >> 18) + digit(group >> 12);
		text += (b === undefined ? "=" : digit(group >> 6)) + (c === undefined ? "=" : digit(group));
	}
	return text;
}

function digit(value: number): string {
	return digits.charAt(value & 63);
}
