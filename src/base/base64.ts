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

/** The bytes from which `base64` made the text; undefined for any other text, such as one without padding. */
export function base64Bytes(text: string): Uint8Array | undefined {
	if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined;
	const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
	const bytes = new Uint8Array((text.length / 4) * 3);
	for (let i = 0, at = 0; i < text.length; i += 4) {
		let group = 0;
		for (let j = i; j < i + 4; j++) group = (group << 6) | Math.max(0, digits.indexOf(text.charAt(j)));
		bytes[at++] = group >> 16;
		bytes[at++] = group >> 8;
		bytes[at++] = group;
	}
	const told = bytes.subarray(0, bytes.length - padding);
	// The unused bits after the last byte must be zero, so that the same bytes always have the same text.
	return padding === 0 || bytes.subarray(told.length).every((byte) => byte === 0) ? told : undefined;
}
