/**
 * The text of UTF-8 bytes; undefined if they are invalid (RFC 3629: the shortest form only, no surrogates). A BOM is a
 * character.
 */
export function utf8Text(bytes: Uint8Array): string | undefined {
	let text = "";
	for (let i = 0; i < bytes.length; ) {
		const end = asciiEnd(bytes, i);
		if (end > i) text += String.fromCharCode(...bytes.subarray(i, end));
		i = end;
		const lead = bytes[i];
		if (lead === undefined || lead < 0x80) continue;
		const more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
		if (more === 0 || i + more >= bytes.length) return undefined;
		let code = lead & (0x3f >> more);
		for (const byte of bytes.subarray(i + 1, i + more + 1)) {
			if ((byte & 0xc0) !== 0x80) return undefined;
			code = (code << 6) | (byte & 0x3f);
		}
		const isShortest = code >= (more === 1 ? 0x80 : more === 2 ? 0x800 : 0x10000);
		if (!isShortest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
		text += String.fromCodePoint(code);
		i += more + 1;
	}
	return text;
}

/** The end of the run of ASCII that begins at `from`, or of its first long part. */
function asciiEnd(bytes: Uint8Array, from: number): number {
	let i = from;
	while (i - from < 4096 && (bytes[i] ?? 0x80) < 0x80) i++;
	return i;
}
