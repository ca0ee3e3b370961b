import { Document, type Node, Scalar } from "yaml";
import { isFault } from "../../core/errors.ts";
import { plainText } from "../output/plain-text.ts";
import type { YamlText } from "../yaml-text.ts";

/** The text of a document, below a comment that names its origin. */
export function documentText(value: unknown, from: { readonly ref: string; readonly digest: string }): string {
	// Quotes everything that any reader, also one of YAML 1.1, would take for a number, a date or a boolean.
	const document = new Document(value, {
		version: "1.2",
		schema: "core",
		compat: "yaml-1.1",
		aliasDuplicateObjects: false,
	});
	document.commentBefore = ` ${plainText(from.ref)}\n ${from.digest}`;
	// Quoted text stays on one line: a folded, indented line would be read back changed.
	return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
}

/** Reads something at a node; a fault of the core is reported with the place in the file. */
export function atNode<T>(yaml: YamlText, node: Node, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (!isFault(error) || error.code === "document-invalid") throw error;
		throw yaml.refusal(node, error.message.replace(/\.$/, ""), error);
	}
}

/**
 * Control characters except line feeds, line ends that not every reader recognizes, byte order marks, unpaired
 * surrogates.
 */
const fragile = /[^\P{Cc}\n]|[\u2028\u2029\ufeff\p{Cs}]/u;

/**
 * Text that survives: a block if it has lines, quotes if a character could be lost or misread, otherwise as plain as
 * possible.
 */
export function textNode(text: string): Scalar {
	const node = new Scalar(text);
	if (fragile.test(text)) node.type = Scalar.QUOTE_DOUBLE;
	else if (text.includes("\n")) node.type = /^\S/.test(text) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
	return node;
}
