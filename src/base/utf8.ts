/** The UTF-8 bytes of a text; half a surrogate pair becomes U+FFFD, as in `TextEncoder`. */
export function utf8Bytes(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length * 3);
	let length = 0;
	for (const character of text) {
		const code = scalar(character);
		if (code < 0x80) bytes[length++] = code;
		else {
			const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
			bytes[length++] = (0xf0 << (3 - more)) | (code >> (6 * more));
			for (let i = more - 1; i >= 0; i--) bytes[length++] = 0x80 | ((code >> (6 * i)) & 0x3f);
		}
	}
	return bytes.subarray(0, length);
}

/** The length of a text in UTF-8 bytes. */
export function utf8Length(text: string): number {
	let length = 0;
	for (const character of text) {
		const code = scalar(character);
		length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	}
	return length;
}

function scalar(character: string): number {
	const code = character.codePointAt(0) ?? 0;
	return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
}
