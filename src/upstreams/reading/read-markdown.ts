import type { ListDocument, MarkdownRow } from "../document.ts";
import { documentFaults, type ListFile, offsetOfLine, textProblem } from "./list-file.ts";

const dashes = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/;

/**
 * True if a text of any file name has a Markdown table near its start: a line with bars above a line of dashes and
 * bars.
 */
export function hasMarkdownTable(text: string): boolean {
	const lines = text.slice(0, 64 * 1024).split(/\r?\n/);
	return lines.some((line, i) => isDelimiter(line) && (lines[i - 1] ?? "").includes("|"));
}

/**
 * Reads the rows of all Markdown tables (GitHub Flavored Markdown, section 4.10); prose and code blocks around them are
 * skipped. A cell is its text without code marks, emphasis and link targets.
 */
export function readMarkdown(file: ListFile): ListDocument {
	const rows = tableRows(file.text);
	const lineOf = (path: readonly (string | number)[]) => (typeof path[0] === "number" ? (rows[path[0]]?.line ?? 1) : 1);
	const faults = documentFaults(file, (path) => offsetOfLine(file.text, lineOf(path)));
	rows.forEach((row, i) => {
		for (const cell of row.cells) {
			const problem = textProblem(cell);
			if (problem) throw faults.malformed([i], problem);
		}
	});
	return { syntax: "markdown", fileName: file.fileName, folders: file.folders, value: rows, ...faults, lineOf };
}

function tableRows(text: string): MarkdownRow[] {
	const lines = withoutCode(text.split(/\r?\n/));
	const rows: MarkdownRow[] = [];
	let table = -1;
	let inside = false;
	for (let i = 0; i < lines.length; i++) {
		const line = lines[i] ?? "";
		const starts: boolean = !inside && line.includes("|") && isDelimiter(lines[i + 1] ?? "");
		if (starts) table++;
		inside = line.includes("|") && (inside || starts);
		if (inside) rows.push({ line: i + 1, cells: cellsOf(line), table });
		if (starts) i++;
	}
	return rows;
}

/** The lines with those of fenced code blocks emptied. */
function withoutCode(lines: readonly string[]): string[] {
	let fence: string | undefined;
	return lines.map((line) => {
		const mark = /^\s{0,3}(```+|~~~+)/.exec(line)?.[1];
		const isCode = fence !== undefined || mark !== undefined;
		if (fence === undefined) fence = mark;
		else if (mark?.startsWith(fence)) fence = undefined;
		return isCode ? "" : line;
	});
}

function isDelimiter(line: string): boolean {
	return line.length < 4096 && line.includes("|") && dashes.test(line.trim());
}

/** The cells between bars; a bar after a backslash is text. */
function cellsOf(line: string): string[] {
	const cells = line
		.trim()
		.replace(/^\|/, "")
		.replace(/(?<!\\)\|$/, "")
		.split(/(?<!\\)\|/);
	return cells.map((cell) => plainCell(cell.replaceAll("\\|", "|")));
}

function plainCell(cell: string): string {
	if (cell.length > 4096) return cell.trim();
	return cell
		.replace(/!?\[([^[\]]*)\]\([^()]*\)/g, "$1")
		.replace(/[`*]+/g, "")
		.trim();
}
