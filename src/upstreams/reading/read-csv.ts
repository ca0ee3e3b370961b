import { CsvError, parse } from "csv-parse/sync";
import type { CsvRow, ListDocument } from "../document.ts";
import { documentFaults, type ListFile, malformedAt, offsetOfLine, textProblem } from "./list-file.ts";

/**
 * Reads CSV with commas, semicolons or tabs, quoted or not, rows of any length; empty lines and `#` lines don't count.
 */
export function readCsv(file: ListFile): ListDocument {
	const rows = parseRows(file);
	const lineOf = (path: readonly (string | number)[]) => (typeof path[0] === "number" ? (rows[path[0]]?.line ?? 1) : 1);
	const faults = documentFaults(file, (path) => offsetOfLine(file.text, lineOf(path)));
	rows.forEach((row, i) => {
		for (const cell of row.cells) {
			const problem = textProblem(cell);
			if (problem) throw faults.malformed([i], problem);
		}
	});
	return { syntax: "csv", fileName: file.fileName, folders: file.folders, value: rows, ...faults, lineOf };
}

function parseRows(file: ListFile): CsvRow[] {
	let before = 0;
	try {
		const records = parse(file.text, {
			bom: true,
			comment: "#",
			comment_no_infix: true,
			delimiter: delimiterOf(file.text),
			info: true,
			relax_column_count: true,
			skip_empty_lines: true,
			trim: true,
		}) as unknown as { info: { lines: number }; record: string[] }[];
		return records.map(({ info, record }) => {
			const line = Math.max(before + 1, info.lines - record.join("").split("\n").length + 1);
			before = line;
			return { line, cells: record };
		});
	} catch (cause) {
		const line = cause instanceof CsvError && "lines" in cause ? Number(cause.lines) : before + 1;
		throw malformedAt(
			file,
			offsetOfLine(file.text, line),
			`not CSV: ${cause instanceof Error ? cause.message : String(cause)}`,
			cause,
		);
	}
}

function delimiterOf(text: string): string {
	const first = text.split(/\r?\n/).find((line) => line.trim() !== "" && !line.startsWith("#")) ?? "";
	const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }));
	return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}
