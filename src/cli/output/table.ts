import { plainText } from "./plain-text.ts";
import { cutToWidth, textWidth } from "./text-width.ts";

/** Columns are never cut below this many characters. */
const narrowest = 6;
const gap = 2;

/**
 * Lines of a table without borders: the header in capitals, then the rows. With a width, columns are cut until a line
 * fits; without one (a pipe) nothing is cut.
 */
export function tableLines(
	header: readonly string[],
	rows: readonly (readonly string[])[],
	width: number | undefined,
): string[] {
	if (width !== undefined) return fittingLines(header, rows, width);
	return linesOf(header, rows, undefined);
}

/** A column without values would take room from the others; programs, which read pipes, rely on it. */
function fittingLines(header: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
	const used = header.map((_, column) => rows.length === 0 || rows.some((row) => (row[column] ?? "") !== ""));
	const keep = (row: readonly string[]) => row.filter((_, column) => used[column]);
	return linesOf(keep(header), rows.map(keep), width);
}

function linesOf(header: readonly string[], rows: readonly (readonly string[])[], width: number | undefined): string[] {
	const cells = [
		header.map((name) => name.toUpperCase()),
		...rows.map((row) => header.map((_, i) => plainText(row[i] ?? ""))),
	];
	const widths = header.map((_, column) =>
		cells.reduce((most, row) => Math.max(most, textWidth(row[column] ?? "")), 0),
	);
	if (width !== undefined) shrink(widths, width);
	return cells.map((row) =>
		row
			.map((cell, column) => {
				const most = widths[column] ?? 0;
				const text = width === undefined ? cell : cutToWidth(cell, most);
				return text + " ".repeat(Math.max(0, most - textWidth(text)));
			})
			.join(" ".repeat(gap))
			.trimEnd(),
	);
}

/**
 * Cuts the widest column first, and the first column, which names the row, only if all others are as narrow as
 * possible.
 */
function shrink(widths: number[], width: number): void {
	for (;;) {
		const over = widths.reduce((sum, one) => sum + one, 0) + gap * (widths.length - 1) - width;
		if (over <= 0) return;
		const [, ...others] = widths;
		const most = Math.max(0, ...others);
		const column = most > narrowest ? others.indexOf(most) + 1 : 0;
		const now = widths[column] ?? 0;
		if (now <= narrowest) return;
		const second = column === 0 ? 0 : Math.max(0, ...others.filter((_, i) => i !== column - 1));
		widths[column] = Math.max(narrowest, Math.min(now - 1, Math.max(second, now - over)));
	}
}
