import { base64 } from "../../base/base64.ts";
import { utf8Bytes } from "../../base/utf8.ts";

/** One part of an archive. */
export type ArchivePart =
	| { readonly kind: "content"; readonly filename: string; readonly contentType: string; readonly content: string }
	/** A text with its own MIME headers: it becomes a part unchanged. */
	| { readonly kind: "with-headers"; readonly content: string };

/**
 * A MIME multi-part archive (RFC 2046, section 5.1) as cloud-init reads it, with LF line ends as in its documentation
 * (https://docs.cloud-init.io/en/latest/explanation/format.html#mime-multi-part-archive). The same parts give the same
 * text: the boundary is made from their digest. Content other than plain ASCII lines is sent in base64, so that its
 * bytes arrive unchanged.
 */
export function mimeArchive(parts: readonly ArchivePart[], sha256Hex: (text: string) => string): string {
	const bodies = parts.map(bodyOf);
	const boundary = boundaryOf(bodies, sha256Hex);
	const head = `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n\n`;
	return `${head}${bodies.map((body) => `--${boundary}\n${body}\n`).join("")}--${boundary}--\n`;
}

function bodyOf(part: ArchivePart): string {
	if (part.kind === "with-headers") return part.content;
	const isPlain = isSevenBit(part.content);
	const encoded = isPlain ? part.content : lines(base64(utf8Bytes(part.content)));
	return [
		`Content-Type: ${part.contentType}; charset="${isPlain ? "us-ascii" : "utf-8"}"`,
		`Content-Transfer-Encoding: ${isPlain ? "7bit" : "base64"}`,
		`Content-Disposition: attachment; filename="${part.filename}"`,
		"",
		encoded,
	].join("\n");
}

/**
 * RFC 2045, section 2.7: ASCII in lines of at most 998 characters. Carriage returns are excluded because readers can
 * change them.
 */
function isSevenBit(content: string): boolean {
	return /^[\t\n\x20-\x7e]*$/.test(content) && content.split("\n").every((line) => line.length <= 998);
}

/** RFC 2045, section 6.8: base64 has lines of at most 76 characters. */
function lines(text: string): string {
	return (text.match(/.{1,76}/g) ?? []).join("\n");
}

function boundaryOf(bodies: readonly string[], sha256Hex: (text: string) => string): string {
	let text = bodies.join("\n");
	for (;;) {
		const boundary = `mci-${sha256Hex(text).slice(0, 32)}`;
		if (!bodies.some((body) => body.includes(boundary))) return boundary;
		text = boundary;
	}
}
