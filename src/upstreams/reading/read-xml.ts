import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { ListDocument, XmlElement } from "../document.ts";
import {
	depthLimit,
	documentFaults,
	keyProblem,
	type ListFile,
	lineAt,
	malformedAt,
	textProblem,
} from "./list-file.ts";

const offsets = XMLParser.getMetaDataSymbol() as symbol;
type Ordered = Record<string, unknown> & {
	":@"?: Record<string, string>;
	[offsets: symbol]: { startIndex?: number } | undefined;
};

/**
 * Reads XML into elements; a DOCTYPE refuses the file, so there are no entities but XML's own five. Comments don't
 * count.
 */
export function readXml(file: ListFile): ListDocument {
	const doctype = doctypeOffset(file.text);
	if (doctype >= 0)
		throw malformedAt(
			file,
			doctype,
			"a DOCTYPE is not allowed, because its entities could expand without limit or read other files",
		);
	const verdict = XMLValidator.validate(file.text);
	if (verdict !== true) {
		throw malformedAt(file, offsetOfLine(file.text, verdict.err.line, verdict.err.col), `not XML: ${verdict.err.msg}`);
	}
	const starts = new WeakMap<XmlElement, number>();
	const roots = parse(file)
		.filter((node) => nameOf(node) !== "#text" && !nameOf(node).startsWith("?"))
		.map((node) => element(file, node, starts, 1));
	const [root, second] = roots;
	if (!root) throw malformedAt(file, file.text.length, "there is no element");
	if (second) throw malformedAt(file, starts.get(second) ?? 0, "a second root element");
	const offsetOf = (path: readonly (string | number)[]) => starts.get(elementAt(root, path)) ?? 0;
	return {
		syntax: "xml",
		fileName: file.fileName,
		folders: file.folders,
		value: root,
		...documentFaults(file, offsetOf),
		lineOf: (path) => lineAt(file, offsetOf(path)),
	};
}

function parse(file: ListFile): Ordered[] {
	try {
		const parser = new XMLParser({
			preserveOrder: true,
			ignoreAttributes: false,
			attributeNamePrefix: "",
			parseTagValue: false,
			parseAttributeValue: false,
			captureMetaData: true,
		});
		return parser.parse(file.text) as Ordered[];
	} catch (cause) {
		throw malformedAt(file, 0, `not XML: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
	}
}

function element(file: ListFile, node: Ordered, starts: WeakMap<XmlElement, number>, depth: number): XmlElement {
	const name = nameOf(node);
	const offset = node[offsets]?.startIndex ?? 0;
	if (depth > depthLimit) throw malformedAt(file, offset, `nested deeper than ${depthLimit} levels`);
	const attributes = node[":@"] ?? {};
	for (const [key, value] of Object.entries(attributes)) {
		const problem = keyProblem(key) ?? textProblem(value);
		if (problem) throw malformedAt(file, offset, problem);
	}
	const inside = (node[name] as Ordered[] | undefined) ?? [];
	const text = inside
		.filter((child) => nameOf(child) === "#text")
		.map((child) => String(child["#text"]))
		.join("")
		.trim();
	const problem = textProblem(text);
	if (problem) throw malformedAt(file, offset, problem);
	const children = inside
		.filter((child) => nameOf(child) !== "#text")
		.map((child) => element(file, child, starts, depth + 1));
	const made: XmlElement = { name, attributes, children, text };
	starts.set(made, offset);
	return made;
}

function nameOf(node: Ordered): string {
	return Object.keys(node).find((key) => key !== ":@") ?? "";
}

/** Follows child indexes; a name in the path is looked up among the children. */
function elementAt(root: XmlElement, path: readonly (string | number)[]): XmlElement {
	let at = root;
	for (const step of path) {
		const next = typeof step === "number" ? at.children[step] : at.children.find((child) => child.name === step);
		if (!next) return at;
		at = next;
	}
	return at;
}

/**
 * Offset of the first `<!DOCTYPE` or `<!ENTITY` outside comments and CDATA, or -1; one pass, however many comments are
 * left open.
 */
function doctypeOffset(text: string): number {
	let at = text.indexOf("<!");
	while (at >= 0) {
		if (/^<!(?:DOCTYPE|ENTITY)/i.test(text.slice(at, at + 9))) return at;
		const end = text.startsWith("<!--", at) ? "-->" : text.startsWith("<![CDATA[", at) ? "]]>" : "";
		const past = text.indexOf(end, at + 4);
		if (past < 0) return -1;
		at = text.indexOf("<!", end === "" ? at + 2 : past);
	}
	return -1;
}

function offsetOfLine(text: string, line: number, column: number): number {
	let offset = 0;
	for (let i = 1; i < line; i++) {
		const next = text.indexOf("\n", offset);
		if (next < 0) break;
		offset = next + 1;
	}
	return offset + Math.max(0, column - 1);
}
