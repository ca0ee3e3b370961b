import { fault } from "../../core/index.ts";
import type { ListDocument, Syntax } from "../document.ts";
import { readCsv } from "./read-csv.ts";
import { readJson } from "./read-json.ts";
import { readXml } from "./read-xml.ts";
import { readYaml } from "./read-yaml.ts";
import { type ListFile, splitPath } from "./list-file.ts";

/** Largest file that is decoded, per syntax: YAML costs about thirty times its size in memory, JSON about five. */
export const sizeLimits: Readonly<Record<Syntax, number>> = {
	json: 256 * 1024 * 1024,
	xml: 64 * 1024 * 1024,
	csv: 128 * 1024 * 1024,
	yaml: 16 * 1024 * 1024,
	text: 16 * 1024 * 1024,
};

/**
 * Decodes a published list. The syntax is recognised from the content (the name's ending only breaks ties between CSV and YAML).
 * Throws `upstream-file-malformed` with line and column for: bytes that are not UTF-8, broken syntax, a key twice in one object,
 * keys `__proto__`, `constructor` and `prototype`, text over 64 KiB, nesting over 64 levels, XML with a DOCTYPE, YAML whose aliases
 * multiply; `upstream-file-too-large` over the syntax's limit.
 */
export function readDocument(path: string, bytes: Uint8Array): ListDocument {
	const location = splitPath(path);
	const text = decode(location.fileName, bytes);
	const file: ListFile = { ...location, text };
	const syntax = syntaxOf(file);
	if (bytes.length > sizeLimits[syntax]) throw fault("upstream-file-too-large", { file: file.fileName, limit: sizeLimits[syntax] });
	switch (syntax) {
		case "json":
			return readJson(file);
		case "yaml":
			return readYaml(file);
		case "xml":
			return readXml(file);
		default:
			return readCsv(file);
	}
}

function decode(fileName: string, bytes: Uint8Array): string {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
	} catch (cause) {
		const line = lineOfBadByte(bytes);
		throw fault("upstream-file-malformed", { file: fileName, line, column: 1, problem: "the bytes are not UTF-8 text" }, cause);
	}
}

function lineOfBadByte(bytes: Uint8Array): number {
	const lenient = new TextDecoder("utf-8").decode(bytes);
	const at = lenient.indexOf("\ufffd");
	return lenient.slice(0, Math.max(0, at)).split("\n").length;
}

function syntaxOf(file: ListFile): "json" | "yaml" | "xml" | "csv" {
	const start = file.text.search(/\S/);
	const first = start < 0 ? "" : (file.text[start] ?? "");
	if (first === "{" || first === "[") return "json";
	if (first === "<") return "xml";
	if (/\.(csv|tsv)$/i.test(file.fileName)) return "csv";
	if (/\.(ya?ml)$/i.test(file.fileName)) return "yaml";
	return looksLikeCsv(file.text) ? "csv" : "yaml";
}

function looksLikeCsv(text: string): boolean {
	const lines = text
		.slice(0, 8192)
		.split(/\r?\n/)
		.filter((line) => line.trim() !== "" && !line.startsWith("#"))
		.slice(0, 5);
	return lines.length > 0 && lines.every((line) => /^[^:{]*[,;\t]/.test(line) && !/^\s*- |^---/.test(line));
}
