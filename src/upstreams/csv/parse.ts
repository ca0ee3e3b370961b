import { compareVersion } from "../../base/compare-version.ts";
import type { ListDocument } from "../document.ts";
import { type Cell, type LineCollector, lineCollector } from "../listing/line-collector.ts";
import type { Listing, SourceOptions } from "../source.ts";
import { dateReader } from "./date-column.ts";
import { datedCells } from "./dated-cells.ts";
import { findTable, type ImageTable } from "./image-table.ts";
import { readRow, type TableReading } from "./read-row.ts";

const columnCure =
	"Add a column with the release or the date, or name the columns with --option columns=name,release,region,image";
const keyCure = "Give each object a release or a date";

/**
 * Reads a table. A product whose OS comes in major versions is a line per major version and architecture. The table is
 * the current state: regions of one line that are at different releases become one release, that of most; only a region
 * listed more than once makes releases of their own. Where no column is the release, the dates of such a line are.
 */
export function parseTable(document: ListDocument, options: SourceOptions): Listing {
	const isList = document.syntax === "json" || document.syntax === "yaml";
	const collector = lineCollector(document, { twoImagesCure: isList ? keyCure : columnCure });
	const table = findTable(document, options);
	for (const { path, why } of table.skipped) collector.skip(path, why);
	const cells = readCells(collector, { document, table, options });
	for (const list of Map.groupBy(cells, (cell) => cell.line.key).values()) addLine(collector, list);
	const listing = collector.listing();
	if (isList) return listing;
	return { ...listing, skipped: listing.skipped.map(({ row, why }) => ({ row: lineOfRow(document, row), why })) };
}

function readCells(
	collector: LineCollector,
	{ document, table, options }: Pick<TableReading, "document" | "table" | "options">,
): Cell[] {
	const readDate = dateReader(document, table, options);
	const hasReleases = table.rows.some((row) => row.cellOf("release") !== null);
	const reading = { document, table, options, products: new Map(), hasPlainVariant: hasPlainVariant(document, table) };
	return table.rows.flatMap((row) => {
		const date = readDate(row);
		if ("problem" in date) {
			// Without a release only the date tells which image is newer.
			if (!hasReleases) throw document.unclear(row.path, date.problem, "Write the date as 2024-01-31");
			collector.skip(row.path, date.problem);
			return [];
		}
		const cell = readRow(row, date.at, reading);
		if (typeof cell !== "string") return [cell];
		collector.skip(row.path, cell);
		return [];
	});
}

/**
 * Lists of objects that have `"type": "hvm"` on their rows of AWS and nothing on others do not mean a variant. In CSV
 * the word stays one, so that lists imported earlier keep their lines.
 */
function hasPlainVariant({ syntax }: ListDocument, { rows }: ImageTable): boolean {
	const variants = new Set(rows.map((row) => row.cellOf("variant")?.toLowerCase() ?? null));
	return syntax !== "csv" && variants.size === 2 && variants.has(null) && variants.has("hvm");
}

function addLine(collector: LineCollector, list: readonly Cell[]): void {
	const releases = Map.groupBy(list, (cell) => cell.release.version);
	const repeated = hasRepeatedPlace(list);
	const dated = repeated && releases.size === 1 && releases.has(null) ? datedCells(list, placeKey) : undefined;
	if (dated) {
		for (const { path } of dated.undated) collector.skip(path, "no date, and the dates of this list are its releases");
		for (const cell of dated.cells) collector.add(cell);
	} else if (repeated || releases.size === 1) for (const cell of list) collector.add(cell);
	else addCurrentState(collector, list, releases);
}

/** Regions at different releases become the release that most of them have; the others are noted. */
function addCurrentState(
	collector: LineCollector,
	list: readonly Cell[],
	releases: ReadonlyMap<string | null, readonly Cell[]>,
): void {
	const ordered = [...releases].sort(([a, x], [b, y]) => y.length - x.length || compareVersion(b ?? "", a ?? ""));
	const [first] = ordered[0]?.[1] ?? [];
	if (first === undefined) return;
	const { version, releasedAt } = first.release;
	for (const cell of list) collector.add({ ...cell, release: { version, releasedAt } });
	for (const [other, some] of ordered.slice(1)) {
		const places = `${some.length} ${some.length === 1 ? "place" : "places"}`;
		const where = some.map(placeKey).join(", ");
		collector.note(first.line.key, version, `${places} at ${other ?? "no release"}: ${where}`);
	}
}

function hasRepeatedPlace(list: readonly Cell[]): boolean {
	const images = new Map<string, string>();
	return list.some((cell) => {
		const place = placeKey(cell);
		const before = images.get(place);
		images.set(place, cell.image.uid);
		return before !== undefined && before !== cell.image.uid;
	});
}

function placeKey(cell: Cell): string {
	try {
		return cell.place().slug;
	} catch {
		return "?";
	}
}

function lineOfRow(document: ListDocument, row: string): string {
	const index = /^\[(\d+)\]$/.exec(row)?.[1];
	return index === undefined ? row : `line ${document.lineOf([Number(index)])}`;
}
