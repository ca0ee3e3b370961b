/** A part of a MIME archive as it arrives: header names in lowercase, the content decoded. */
export interface ReadPart {
	readonly headers: Readonly<Record<string, string>>;
	readonly content: Buffer;
	/** The parts in it, if it is itself an archive. */
	readonly parts: readonly ReadPart[];
}

/** Reads a MIME message by RFC 2045 and 2046, as far as archives of user data use them. */
export function readMime(message: Buffer): ReadPart {
	// Latin-1 keeps every byte as one character.
	const text = message.toString("latin1");
	const end = /\r?\n\r?\n/.exec(text);
	if (!end) throw new Error("no empty line after the headers");
	const headers = readHeaders(text.slice(0, end.index));
	const body = text.slice(end.index + end[0].length);
	const type = headers["content-type"] ?? "";
	const boundary = /^multipart\/[^;]+;.*boundary="?([^";]+)"?/i.exec(type)?.[1];
	const content = Buffer.from(body, headers["content-transfer-encoding"] === "base64" ? "base64" : "latin1");
	return {
		headers,
		content,
		parts: boundary === undefined ? [] : split(body, boundary).map((part) => readMime(Buffer.from(part, "latin1"))),
	};
}

function readHeaders(text: string): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const line of text.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
		const colon = line.indexOf(":");
		headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
	}
	return headers;
}

/** The line break before a boundary belongs to the boundary (RFC 2046, section 5.1.1). */
function split(body: string, boundary: string): string[] {
	const pieces = `\n${body}`.split(`\n--${boundary}`);
	const last = pieces.at(-1) ?? "";
	if (!last.startsWith("--")) throw new Error("the archive does not end");
	return pieces.slice(1, -1).map((piece) => {
		if (!piece.startsWith("\n")) throw new Error("a boundary stands in a line of its own");
		return piece.slice(1);
	});
}
