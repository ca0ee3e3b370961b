import { plainText } from "./plain-text.ts";
import { cutToWidth, textWidth } from "./text-width.ts";

/** Columns are never cut below this many characters. */
const narrowest = 6;
const gap = 2;

/**
 * Lines of a table without borders: the header in capitals, then the rows. With a width, the widest columns are cut until a line fits;
 * without one (a pipe) nothing is cut.
 */
export function tableLines(header: readonly string[], rows: readonly (readonly string[])[], width: number | undefined): string[] {
	const cells = [header.map((name) => name.toUpperCase()), ...rows.map((row) => header.map((_, i) => plainText(row[i] ?? "")))];
	const widths = header.map((_, column) => cells.reduce((most, row) => Math.max(most, textWidth(row[column] ?? "")), 0));
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

function shrink(widths: number[], width: number): void {
	for (;;) {
		const total = widths.reduce((sum, one) => sum + one, 0) + gap * (widths.length - 1);
		const widest = widths.indexOf(Math.max(...widths));
		const second = Math.max(narrowest, ...widths.filter((_, i) => i !== widest));
		const most = widths[widest] ?? 0;
		if (total <= width || most <= narrowest) return;
		widths[widest] = Math.max(narrowest, Math.min(most - 1, Math.max(second, most - (total - width))));
	}
}
