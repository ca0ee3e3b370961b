import { fault } from "../../core/errors.ts";
import type { ListDocument, Syntax } from "../document.ts";
import { isGzip, unpackGzip } from "./gzip.ts";
import { type ListFile, splitPath } from "./list-file.ts";
import { readCsv } from "./read-csv.ts";
import { isEnv, readEnv } from "./read-env.ts";
import { readHcl } from "./read-hcl.ts";
import { readJson } from "./read-json.ts";
import { hasMarkdownTable, readMarkdown } from "./read-markdown.ts";
import { isSections, readSections } from "./read-sections.ts";
import { readXml } from "./read-xml.ts";
import { readYaml } from "./read-yaml.ts";

/**
 * Largest file that is decoded, per syntax: YAML costs about thirty times its size in memory and up to 2.5 s per MB,
 * JSON about five times.
 */
export const sizeLimits: Readonly<Record<Syntax, number>> = {
	json: 256 * 1024 * 1024,
	xml: 64 * 1024 * 1024,
	csv: 128 * 1024 * 1024,
	yaml: 4 * 1024 * 1024,
	markdown: 16 * 1024 * 1024,
	hcl: 4 * 1024 * 1024,
	env: 4 * 1024 * 1024,
	text: 16 * 1024 * 1024,
};

/**
 * Decodes a published list. A file compressed with gzip is unpacked, at most to the largest limit. The syntax is
 * recognized from the content (the name's ending breaks ties between CSV and YAML, and names Terraform's files and
 * Markdown). A clear-signed file (`.sjson` of simplestreams) is read without its signature, which is not checked.
 * Throws `upstream-file-malformed` with line and column for: bytes that are not UTF-8 text, broken syntax, a key twice
 * in one object, keys `__proto__`, `constructor` and `prototype`, text over 64 KiB, nesting over 64 levels, XML with a
 * DOCTYPE, YAML whose aliases multiply; `upstream-file-too-large` over the syntax's limit.
 */
export function readDocument(path: string, packed: Uint8Array): ListDocument {
	const { folders, fileName: name } = splitPath(path);
	const bytes = isGzip(packed) ? unpackGzip(name, packed, Math.max(...Object.values(sizeLimits))) : packed;
	const fileName = bytes === packed ? name : name.replace(/\.(?:gz|gzip)$/i, "");
	const file: ListFile = { folders, fileName, text: withoutSignature(decode(fileName, bytes)) };
	const syntax = syntaxOf(file);
	if (bytes.length > sizeLimits[syntax])
		throw fault("upstream-file-too-large", { file: name, limit: sizeLimits[syntax] });
	return readers[syntax](file);
}

const readers: Readonly<Record<Syntax, (file: ListFile) => ListDocument>> = {
	json: readJson,
	yaml: readYaml,
	xml: readXml,
	csv: readCsv,
	markdown: readMarkdown,
	hcl: readHcl,
	env: readEnv,
	text: readSections,
};

function decode(fileName: string, bytes: Uint8Array): string {
	const refuse = (at: number, text: string, cause?: unknown) => {
		const line = text.slice(0, Math.max(0, at)).split("\n").length;
		return fault(
			"upstream-file-malformed",
			{ file: fileName, line, column: 1, problem: `the bytes are not UTF-8 text${hintOf(bytes)}` },
			cause,
		);
	};
	let text: string;
	try {
		text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
	} catch (cause) {
		const lenient = new TextDecoder("utf-8").decode(bytes);
		throw refuse(lenient.indexOf("\ufffd"), lenient, cause);
	}
	const nul = text.indexOf("\u0000");
	if (nul >= 0) throw refuse(nul, text);
	return text;
}

function hintOf(bytes: Uint8Array): string {
	if (isGzip(bytes)) return ": they are compressed with gzip twice";
	const [first, second] = bytes;
	const isWide =
		(first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || (first === 0) !== (second === 0);
	return isWide ? ": they look like UTF-16" : "";
}

/** Takes the armour of a clear-signed message (RFC 4880, section 7) away; lines keep their numbers. */
function withoutSignature(text: string): string {
	if (!text.startsWith("-----BEGIN PGP SIGNED MESSAGE-----")) return text;
	const start = /\r?\n\r?\n/.exec(text);
	const end = text.lastIndexOf("\n-----BEGIN PGP SIGNATURE-----");
	if (!start || end < start.index) return text;
	const armour = text.slice(0, start.index + start[0].length);
	return armour.replace(/[^\n]/g, "") + text.slice(armour.length, end);
}

function syntaxOf(file: ListFile): Syntax {
	if (/\.(?:tf|tfvars|hcl)$/i.test(file.fileName)) return "hcl";
	if (/\.(?:md|markdown)$/i.test(file.fileName)) return "markdown";
	const start = file.text.search(/\S/);
	const first = start < 0 ? "" : (file.text[start] ?? "");
	if (first === "{" || first === "[") return "json";
	if (first === "<") return "xml";
	if (/\.(csv|tsv)$/i.test(file.fileName)) return "csv";
	if (/\.(ya?ml)$/i.test(file.fileName)) return "yaml";
	if (isEnv(file.text)) return "env";
	if (isSections(file.text)) return "text";
	if (hasMarkdownTable(file.text)) return "markdown";
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
