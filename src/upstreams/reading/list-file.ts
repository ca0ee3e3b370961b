import { type Fault, fault } from "../../core/errors.ts";
import type { DocumentPath, ListDocument } from "../document.ts";

/** A decoded file before its syntax is read. */
export interface ListFile {
	readonly fileName: string;
	readonly folders: readonly string[];
	readonly text: string;
}

/** The longest text that a list may hold in one value, in UTF-16 units. */
export const textLimit = 64 * 1024;
/** The deepest nesting that a list may have. */
export const depthLimit = 64;

const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** The problem of a key, or undefined: these names reach into JavaScript's own objects, and no list needs them. */
export function keyProblem(key: string): string | undefined {
	if (forbiddenKeys.has(key)) return `the key ${JSON.stringify(key)} is not allowed`;
	return key.length > textLimit ? `a key longer than ${textLimit} characters` : textProblem(key);
}

/** What is wrong with a text, or undefined: over-long ones, and those that no database keeps as they are. */
export function textProblem(text: string): string | undefined {
	if (text.length > textLimit) return `a value longer than ${textLimit} characters`;
	if (text.includes("\u0000")) return "a text with a NUL character";
	return text.isWellFormed() ? undefined : "a text with half of a character (an unpaired surrogate)";
}

/** Splits a path or URL into its last name and the folders above it (nearest last, at most six). */
export function splitPath(path: string): { fileName: string; folders: string[] } {
	const parts = path
		.replace(/^[a-z]+:\/\/[^/]*/i, "")
		.replace(/[?#].*$/, "")
		.split(/[/\\]/)
		.filter((part) => part !== "" && part !== "." && part !== "..");
	return { fileName: parts.at(-1) ?? (path || "list"), folders: parts.slice(0, -1).slice(-6) };
}

const problemLimit = 500;

/** The fault for a problem at a character offset of the file. */
export function malformedAt(file: ListFile, offset: number, problem: string, cause?: unknown): Fault {
	const before = file.text.slice(0, Math.max(0, offset));
	const line = before.split("\n").length;
	const column = before.length - before.lastIndexOf("\n");
	return fault(
		"upstream-file-malformed",
		{ file: file.fileName, line, column, problem: problem.slice(0, problemLimit) },
		cause,
	);
}

/** The fault of a file that is whole and can't be read as it is; `cure` is the instruction that helps. */
export function unclearAt(file: ListFile, offset: number, problem: string, cure: string): Fault {
	const { details, cause } = malformedAt(file, offset, problem);
	return fault("upstream-file-unclear", { ...details, cure }, cause);
}

/** The faults of a document whose values are at the offsets of `offsetOf`. */
export function documentFaults(
	file: ListFile,
	offsetOf: (path: DocumentPath) => number,
): Pick<ListDocument, "malformed" | "unclear"> {
	return {
		malformed: (path, problem) => malformedAt(file, offsetOf(path), problem),
		unclear: (path, problem, cure) => unclearAt(file, offsetOf(path), problem, cure),
	};
}

/** 1-based line of an offset. */
export function lineAt(file: ListFile, offset: number): number {
	let line = 1;
	for (let i = file.text.indexOf("\n"); i >= 0 && i < offset; i = file.text.indexOf("\n", i + 1)) line++;
	return line;
}

/** The offset of the first character of a 1-based line; the text's end if it has fewer lines. */
export function offsetOfLine(text: string, line: number): number {
	let offset = 0;
	for (let i = 1; i < line; i++) {
		const next = text.indexOf("\n", offset);
		if (next < 0) return text.length;
		offset = next + 1;
	}
	return offset;
}
