import { Document, type Node, Scalar } from "yaml";
import { isFault } from "../../core/errors.ts";
import { plainText } from "../output/plain-text.ts";
import type { YamlText } from "../yaml-text.ts";

/** The text of a document, below a comment that names where it is from. */
export function documentText(value: unknown, from: { readonly ref: string; readonly digest: string }): string {
	// Quotes whatever any reader, also one of YAML 1.1, would take for a number, a date or a truth value.
	const document = new Document(value, {
		version: "1.2",
		schema: "core",
		compat: "yaml-1.1",
		aliasDuplicateObjects: false,
	});
	document.commentBefore = ` ${plainText(from.ref)}\n ${from.digest}`;
	// Quoted text stays on one line: folded, an indented line of it comes back changed.
	return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
}

/** Reads something at a node; what the core refuses is told with the place in the file. */
export function atNode<T>(yaml: YamlText, node: Node, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (!isFault(error) || error.code === "document-invalid") throw error;
		throw yaml.refusal(node, error.message.replace(/\.$/, ""), error);
	}
}

/** Controls but line ends, line ends that not every reader takes for one, byte order marks, halves of a character. */
const fragile = /[^\P{Cc}\n]|[\u2028\u2029\ufeff\p{Cs}]/u;

/** Text that lasts: a block where lines are lines, quotes where a character could be lost or misread, else as plain as can be. */
export function textNode(text: string): Scalar {
	const node = new Scalar(text);
	if (fragile.test(text)) node.type = Scalar.QUOTE_DOUBLE;
	else if (text.includes("\n")) node.type = /^\S/.test(text) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
	return node;
}
