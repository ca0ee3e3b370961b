import type { CsvRow, DocumentPath, ListDocument, MarkdownRow } from "../document.ts";
import { isAwsRegion } from "../listing/aws-region.ts";
import { cloudTypeOfId } from "../listing/image-reference.ts";
import { isMembers, plainText } from "../reading/values.ts";
import type { SourceOptions } from "../source.ts";
import { type Columns, columnsOf, type Field, fieldOf } from "./columns.ts";
import { isObjectTable, objectTable } from "./object-rows.ts";

/** A row of a table in any syntax. */
export interface TableRow {
	readonly path: DocumentPath;
	/** The cell's text without space around it; null if there is none. */
	readonly cellOf: (field: Field) => string | null;
	/** The number of cells of a row that ends before its image column. */
	readonly short: number | null;
}

/** A table of images: what its columns hold, and its rows. */
export interface ImageTable {
	readonly has: (field: Field) => boolean;
	readonly rows: readonly TableRow[];
	readonly skipped: readonly { readonly path: DocumentPath; readonly why: string }[];
}

/** True for a table with a header that names an image column, for AlmaLinux's form, and for a list of image objects. */
export function isImageTable(document: ListDocument): boolean {
	const { syntax, value } = document;
	if (syntax === "json" || syntax === "yaml") return isObjectTable(document);
	if (syntax === "markdown") return placedTable(value) !== undefined;
	if (syntax !== "csv" || !Array.isArray(value)) return false;
	const first: unknown = value[0];
	return isRow(first) && (headerColumns(first) !== undefined || isAlmaLinuxForm(first));
}

/** Finds the table of a document. Throws the document's fault if no column holds images. */
export function findTable(document: ListDocument, options: SourceOptions): ImageTable {
	const { syntax, value } = document;
	if (syntax === "json" || syntax === "yaml") return findObjects(document);
	if (!Array.isArray(value)) throw document.malformed([], "not a table");
	const all: readonly unknown[] = value;
	const rows = all.flatMap((row, index) => (isRow(row) ? [{ ...row, index }] : []));
	const table = syntax === "markdown" ? (placedTable(value) ?? markdownTables(value)[0] ?? []) : rows;
	const { columns, from } = findColumns(document, table, options);
	const skipped = all.flatMap((row, i) => (isRow(row) ? [] : [{ path: [i], why: "not a row of cells" }]));
	return {
		has: (field) => columns.has(field),
		rows: table.slice(from).map(({ cells, index }) => rowOfCells({ path: [index], cells, columns })),
		skipped,
	};
}

function findObjects(document: ListDocument): ImageTable {
	const table = objectTable(document);
	if (table === undefined) throw document.malformed([], "not a list of objects");
	const { columns, rows, skipped } = table;
	if (!columns.has("image")) throw document.malformed([], "no object of the list has an image's id");
	return {
		has: (field) => columns.has(field),
		rows: rows.map(({ path, cells }) => ({ ...rowOfCells({ path, cells, columns }), short: null })),
		skipped,
	};
}

function rowOfCells(row: {
	readonly path: DocumentPath;
	readonly cells: readonly (string | null | undefined)[];
	readonly columns: Columns;
}): TableRow {
	const { path, cells, columns } = row;
	return {
		path,
		cellOf: (field) => plainText(cells[columns.get(field) ?? -1]),
		short: cells.length <= (columns.get("image") ?? 0) ? cells.length : null,
	};
}

function findColumns(
	document: ListDocument,
	rows: readonly IndexedRow[],
	options: SourceOptions,
): { columns: Columns; from: number } {
	const named = Object.hasOwn(options, "columns") ? plainText(options.columns) : null;
	const header = rows[0] && headerColumns(rows[0]);
	if (named !== null) return { columns: namedColumns(document, named), from: header === undefined ? 0 : 1 };
	if (header !== undefined) return { columns: header, from: 1 };
	if (rows.length === 0 || rows.some(isAlmaLinuxForm)) return { columns: almaLinuxColumns, from: 0 };
	throw document.malformed(
		[0],
		"no header with an image column; name the columns with the option columns=name,release,region,image,…",
	);
}

function namedColumns(document: ListDocument, named: string): Columns {
	const columns = new Map<Field, number>();
	named.split(/[,;\s]+/).forEach((word, i) => {
		const field = fieldOf(word);
		if (field !== undefined) columns.set(field, i);
		else if (!/^[-_]?$/.test(word))
			throw document.malformed([], `the option columns has an unknown column ${JSON.stringify(word)}`);
	});
	if (!columns.has("image")) throw document.malformed([], "the option columns names no image column");
	return columns;
}

/** The columns of a header row; undefined if it has no image column, or only that. */
function headerColumns(row: CsvRow): Columns | undefined {
	const columns = columnsOf(row.cells);
	return columns.has("image") && columns.size > 1 ? columns : undefined;
}

/** AlmaLinux's form: product, release, region, AMI, architecture, without a header. */
function isAlmaLinuxForm(row: CsvRow): boolean {
	const [, , region = "", image = ""] = row.cells;
	return row.cells.length === 5 && isAwsRegion(region) && cloudTypeOfId(image) === "aws";
}

const almaLinuxColumns: Columns = new Map<Field, number>([
	["name", 0],
	["release", 1],
	["region", 2],
	["image", 3],
	["architecture", 4],
]);

/** A row with its number in the whole document. */
interface IndexedRow extends CsvRow {
	readonly index: number;
}

/** The first of a Markdown document's tables whose header names an image and its region or cloud. */
function placedTable(value: unknown): IndexedRow[] | undefined {
	return markdownTables(value).find(([header]) => {
		const columns = header && headerColumns(header);
		return columns !== undefined && (columns.has("region") || columns.has("cloud"));
	});
}

function markdownTables(value: unknown): IndexedRow[][] {
	const rows = (Array.isArray(value) ? value : []).flatMap((row: unknown, index) =>
		isRow(row) ? [{ ...row, index }] : [],
	);
	return [...Map.groupBy(rows, (row) => row.table).values()];
}

function isRow(value: unknown): value is CsvRow & Partial<MarkdownRow> {
	return isMembers(value) && Array.isArray(value.cells) && value.cells.every((cell) => typeof cell === "string");
}
