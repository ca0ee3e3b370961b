import type { ListDocument } from "../document.ts";
import { idProblem } from "../listing/id-problem.ts";
import { type DayOrder, dayOrderOf, readTime } from "../reading/read-time.ts";
import { plainText } from "../reading/values.ts";
import type { SourceOptions } from "../source.ts";
import type { ImageTable, TableRow } from "./image-table.ts";

/** Words in a date cell that mean “no date”. */
const noDate = /^(?:unknown|never|n\.a\.|\?+)$/i;

/** Reads a row's date: null if the row has none, a problem if it can't be read. */
export type DateReader = (row: TableRow) => { readonly at: string | null } | { readonly problem: string };

/**
 * Reads the dates of a table, with the order of day and month decided once for the whole column. Throws the document's
 * fault if the column does not decide it and no option does.
 */
export function dateReader(document: ListDocument, table: ImageTable, options: SourceOptions): DateReader {
	const dates = table.rows.map(dateOf);
	const order = givenOrder(document, options) ?? columnOrder(document, table.rows, dates);
	return (row) => {
		const text = dateOf(row);
		if (text === null) return { at: null };
		const at = readTime(text, order ?? undefined);
		return at === null ? { problem: `${JSON.stringify(text.slice(0, 80))} is not a date that can be read` } : { at };
	};
}

function dateOf(row: TableRow): string | null {
	const text = row.cellOf("date");
	return text === null || noDate.test(text) || idProblem("", text) !== undefined ? null : text;
}

function givenOrder(document: ListDocument, options: SourceOptions): DayOrder | undefined {
	const given = Object.hasOwn(options, "dates") ? plainText(options.dates) : null;
	if (given === null || given === "dmy" || given === "mdy") return given ?? undefined;
	throw document.malformed([], `the option dates is ${JSON.stringify(given)}, and can be dmy or mdy`);
}

function columnOrder(
	document: ListDocument,
	rows: readonly TableRow[],
	dates: readonly (string | null)[],
): DayOrder | null {
	const found = dayOrderOf(dates);
	if (!("problem" in found)) return found.order;
	const quoted = (i: number) => JSON.stringify(dates[i]);
	const path = rows[found.at]?.path ?? [];
	if (found.problem === "ambiguous")
		throw document.unclear(
			path,
			`the date ${quoted(found.at)} can be read in two ways`,
			"Name the order of day and month with --option dates=dmy or --option dates=mdy",
		);
	throw document.unclear(
		path,
		`the dates ${quoted(found.other)} and ${quoted(found.at)} order day and month differently`,
		"Write the dates as 2024-01-31",
	);
}
