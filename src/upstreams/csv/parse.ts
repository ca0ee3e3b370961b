import { compareVersion } from "../../base/compare-version.ts";
import {
	cloudType,
	type ImageName,
	type ImageState,
	imageStates,
	parseArchitecture,
	readImageName,
} from "../../core/image/index.ts";
import type { CsvRow, ListDocument } from "../document.ts";
import { idProblem } from "../listing/id-problem.ts";
import { cloudTypeOfId, imageReference } from "../listing/image-reference.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { type Cell, lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { meaningfulName } from "../listing/meaningful-name.ts";
import { readTime } from "../reading/read-time.ts";
import { isMembers, plainText } from "../reading/values.ts";
import type { Listing, SourceOptions } from "../source.ts";
import { almaLinuxColumns, type Columns, type Field, fieldOf, headerColumns, isAlmaLinuxForm } from "./columns.ts";

/** True for a table with a header that names an image column, and for AlmaLinux's form. */
export function isImageTable(document: ListDocument): boolean {
	if (document.syntax !== "csv" || !Array.isArray(document.value)) return false;
	const first: unknown = document.value[0];
	return isRow(first) && (headerColumns(first) !== undefined || isAlmaLinuxForm(first));
}

/**
 * Reads a table. A product whose OS comes in major versions is a line per major version and architecture. The table is
 * the current state: regions of one line that are at different releases become one release, that of most; only a region
 * listed more than once makes releases of their own.
 */
export function parseCsvList(document: ListDocument, options: SourceOptions): Listing {
	const collector = lineCollector(document);
	if (!Array.isArray(document.value)) throw document.malformed([], "not a table");
	const all: readonly unknown[] = document.value;
	const { columns, from } = findColumns(document, all, options);
	const products = new Map<string, Product>();
	const cells: Cell[] = [];
	for (let i = from; i < all.length; i++) {
		const row = all[i];
		const cell = isRow(row) ? readRow(document, { row, path: [i], columns, options, products }) : "not a row of cells";
		if (typeof cell === "string") collector.skip([i], cell);
		else cells.push(cell);
	}
	for (const list of Map.groupBy(cells, (cell) => cell.line.key).values()) addLine(list);
	const listing = collector.listing();
	return { ...listing, skipped: listing.skipped.map(({ row, why }) => ({ row: lineOfRow(document, row), why })) };

	function addLine(list: readonly Cell[]): void {
		const releases = Map.groupBy(list, (cell) => cell.release.version);
		const images = new Map<string, string>();
		const repeated = list.some((cell) => {
			const place = placeKey(cell);
			const before = images.get(place);
			images.set(place, cell.image.uid);
			return before !== undefined && before !== cell.image.uid;
		});
		const ordered = [...releases].sort(([a, x], [b, y]) => y.length - x.length || compareVersion(b ?? "", a ?? ""));
		const main = ordered[0];
		if (repeated || releases.size === 1 || main === undefined) {
			for (const cell of list) collector.add(cell);
			return;
		}
		const [version, [first]] = main;
		const release = first?.release ?? { version, releasedAt: null };
		for (const cell of list) collector.add({ ...cell, release: { version, releasedAt: release.releasedAt } });
		for (const [other, some] of ordered.slice(1)) {
			const key = list[0]?.line.key ?? "";
			collector.note(
				key,
				version,
				`${some.length} ${some.length === 1 ? "place" : "places"} at ${other ?? "no release"}: ${some.map(placeKey).join(", ")}`,
			);
		}
	}
}

function findColumns(
	document: ListDocument,
	rows: readonly unknown[],
	options: SourceOptions,
): { columns: Columns; from: number } {
	const named = Object.hasOwn(options, "columns") ? plainText(options.columns) : null;
	const first = rows[0];
	const header = isRow(first) ? headerColumns(first) : undefined;
	if (named !== null) {
		const columns = new Map<Field, number>();
		named.split(/[,;\s]+/).forEach((word, i) => {
			const field = fieldOf(word);
			if (field !== undefined) columns.set(field, i);
			else if (!/^[-_]?$/.test(word))
				throw document.malformed([], `the option columns has an unknown column ${JSON.stringify(word)}`);
		});
		if (!columns.has("image")) throw document.malformed([], "the option columns names no image column");
		return { columns, from: header === undefined ? 0 : 1 };
	}
	if (header !== undefined) return { columns: header, from: 1 };
	if (rows.length === 0 || rows.some((row) => isRow(row) && isAlmaLinuxForm(row)))
		return { columns: almaLinuxColumns, from: 0 };
	throw document.malformed(
		[0],
		"no header with an image column; name the columns with the option columns=name,release,region,image,…",
	);
}

interface RowPlace {
	readonly row: CsvRow;
	readonly path: readonly number[];
	readonly columns: Columns;
	readonly options: SourceOptions;
	/** What was read of products so far: rows repeat them. */
	readonly products: Map<string, Product>;
}

/** Product, release and architecture together. */
interface Product {
	readonly line: string;
	readonly name: ImageName;
}

/** The image of a row and its cloud type, or why it can't be used; `no image` if the cell is empty. */
function imageOfRow(
	cellOf: (field: Field) => string | null,
	defaultCloud: string | null,
): { readonly type: string; readonly reference: ReturnType<typeof imageReference> } | string {
	const uid = cellOf("image");
	if (uid === null) return "no image";
	const placeholder = idProblem("", uid);
	if (placeholder !== undefined) return placeholder;
	const type = cellOf("cloud") ?? defaultCloud ?? cloudTypeOfId(uid);
	if (type === null) return `${JSON.stringify(uid.slice(0, 80))} has no cloud; give the option cloud`;
	const reference = imageReference(type, cellOf("region"), uid, checksumOf(cellOf("checksum")));
	const problem = reference.image.kind === "id" ? idProblem(cloudType(type), uid) : undefined;
	return problem ?? { type, reference };
}

function readRow(document: ListDocument, { row, path, columns, options, products }: RowPlace): Cell | string {
	const cellOf = (field: Field) => plainText(row.cells[columns.get(field) ?? -1]);
	const option = (name: string) => (Object.hasOwn(options, name) ? plainText(options[name]) : null);
	const found = imageOfRow(cellOf, option("cloud"));
	if (found === "no image")
		return row.cells.length <= (columns.get("image") ?? 0) ? `only ${row.cells.length} cells` : "the image id is empty";
	if (typeof found === "string") return found;
	const { type, reference } = found;
	const product = cellOf("name") ?? option("name") ?? cellOf("os") ?? meaningfulName(document) ?? "image";
	const release = cellOf("release");
	const published = cellOf("architecture");
	const told = [product, release, published].filter((part) => part !== null).join(" ");
	const { line: productName, name: fromName } = products.get(told) ?? {
		line: productLine(product, release),
		name: readImageName(told),
	};
	products.set(told, { line: productName, name: fromName });
	const architecture = published === null ? fromName.architecture : (parseArchitecture(published) ?? null);
	const words = [productName, cellOf("variant")].filter((part) => part !== null).join(" ");
	const platform = architecture ?? published;
	const line = {
		key: [lineName(words, null), ...(platform === null ? [] : [platform])].join("/"),
		name: lineName(withoutWord(words, published), platform),
		description: "",
		tags: [],
		scope: columns.has("cloud") ? ({ kind: "all" } as const) : ({ kind: "cloud-type", type: cloudType(type) } as const),
	};
	const facts = knownFacts({
		os: cellOf("os")?.toLowerCase() ?? fromName.os,
		osVersion: cellOf("osVersion") ?? fromName.osVersion,
		architecture,
		publishedArchitecture: published,
		release,
		variant: cellOf("variant"),
		owner: cellOf("owner"),
		createdAt: readTime(cellOf("date")),
		state: stateOf(cellOf("state")),
	});
	return {
		path,
		line,
		release: { version: release, releasedAt: releasedAt(cellOf("date"), release) },
		...reference,
		facts,
	};
}

/** OSes whose publishers treat the major version as the product. */
const majorProducts: ReadonlySet<string> = new Set([
	"almalinux",
	"almalinux-kitten",
	"rocky",
	"centos",
	"centos-stream",
	"oracle-linux",
	"rhel",
	"debian",
	"fedora",
	"amazon-linux",
]);
const rolling: ReadonlySet<string> = new Set([
	"fedora-coreos",
	"rhcos",
	"scos",
	"flatcar",
	"coreos",
	"bottlerocket",
	"gardenlinux",
	"talos",
	"arch",
	"gentoo",
]);

/**
 * `AlmaLinux OS` at 9.6.20250522 is the product `AlmaLinux OS 9`, `Ubuntu` at 22.04.3 is `Ubuntu 22.04`; other products
 * are their name.
 */
function productLine(product: string, release: string | null): string {
	if (release === null || readImageName(product).osVersion !== null) return product;
	const { os, osVersion } = readImageName(`${product} ${release}`);
	if (os === null || osVersion === null || rolling.has(os) || /^20\d{6}/.test(release)) return product;
	return `${product} ${majorProducts.has(os) ? osVersion.replace(/[.-].*$/, "") : osVersion}`;
}

function releasedAt(date: string | null, release: string | null): string | null {
	return readTime(date) ?? readTime(/(?<!\d)(20\d{6})(?!\d)/.exec(release ?? "")?.[1] ?? null);
}

function checksumOf(text: string | null): string | null {
	if (text === null) return null;
	const hex = text.toLowerCase().replace(/^sha\d+:/, "");
	return hex.length === 128 ? `sha512:${hex}` : `sha256:${hex}`;
}

function stateOf(text: string | null): ImageState | undefined {
	return imageStates.find((state) => state === text?.toLowerCase());
}

function withoutWord(words: string, word: string | null): string {
	if (word === null) return words;
	return words
		.split(" ")
		.filter((one) => one !== word)
		.join(" ");
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

function isRow(value: unknown): value is CsvRow {
	return isMembers(value) && Array.isArray(value.cells) && value.cells.every((cell) => typeof cell === "string");
}
