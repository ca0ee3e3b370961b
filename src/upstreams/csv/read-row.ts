import {
	cloudType,
	type ImageName,
	type ImageState,
	imageStates,
	parseArchitecture,
	readImageName,
} from "../../core/image/index.ts";
import type { ListDocument } from "../document.ts";
import { idProblem } from "../listing/id-problem.ts";
import { cloudTypeOfId, imageReference } from "../listing/image-reference.ts";
import { knownFacts } from "../listing/known-facts.ts";
import type { Cell } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { meaningfulName } from "../listing/meaningful-name.ts";
import { readTime } from "../reading/read-time.ts";
import { plainText } from "../reading/values.ts";
import type { Scope, SourceOptions } from "../source.ts";
import type { Field } from "./columns.ts";
import type { ImageTable, TableRow } from "./image-table.ts";
import { productLine } from "./product-line.ts";

/** Properties that the rows of one table share. */
export interface TableReading {
	readonly document: ListDocument;
	readonly table: ImageTable;
	readonly options: SourceOptions;
	/** Products read so far, because rows repeat them. */
	readonly products: Map<string, Product>;
	/** True if the variants of the table are only AWS's word for its one kind of image. */
	readonly hasPlainVariant: boolean;
}

/** Product, release and architecture together. */
interface Product {
	readonly line: string;
	readonly name: ImageName;
}

/** The cell of a row whose date was read, or why it can't be used. */
export function readRow(row: TableRow, date: string | null, reading: TableReading): Cell | string {
	const { cellOf } = row;
	const found = imageOfRow(cellOf, optionOf(reading, "cloud"));
	if (found === "no image") return row.short === null ? "the image id is empty" : `only ${row.short} cells`;
	if (typeof found === "string") return found;
	const { line, fromName, architecture } = readLine(row, found.type, reading);
	const release = cellOf("release");
	const facts = knownFacts({
		...readSystem(cellOf("os"), cellOf("osVersion"), fromName),
		architecture,
		publishedArchitecture: cellOf("architecture"),
		release,
		variant: cellOf("variant"),
		owner: cellOf("owner"),
		createdAt: date,
		state: stateOf(cellOf("state")),
	});
	const releasedAt = date ?? readTime(/(?<!\d)(20\d{6})(?!\d)/.exec(release ?? "")?.[1] ?? null);
	return { path: row.path, line, release: { version: release, releasedAt }, ...found.reference, facts };
}

/** The product line of a row, and what its name says. */
function readLine({ cellOf }: TableRow, type: string, reading: TableReading) {
	const named = cellOf("name") ?? optionOf(reading, "name") ?? cellOf("os");
	const product = named ?? meaningfulName(reading.document) ?? "image";
	const published = cellOf("architecture");
	const { line: productName, name } = readProduct(reading.products, { product, release: cellOf("release"), published });
	const architecture = published === null ? name.architecture : (parseArchitecture(published) ?? null);
	const variant = reading.hasPlainVariant ? null : cellOf("variant");
	const words = [productName, variant].filter((part) => part !== null).join(" ");
	const platform = architecture ?? published;
	const scope: Scope = reading.table.has("cloud") ? { kind: "all" } : { kind: "cloud-type", type: cloudType(type) };
	const line = {
		key: [lineName(words, null), ...(platform === null ? [] : [platform])].join("/"),
		name: lineName(withoutWord(words, published), platform),
		description: "",
		tags: [],
		scope,
	};
	return { line, fromName: name, architecture };
}

function optionOf({ options }: TableReading, name: string): string | null {
	return Object.hasOwn(options, name) ? plainText(options[name]) : null;
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

function readProduct(
	products: Map<string, Product>,
	{ product, release, published }: { product: string; release: string | null; published: string | null },
): Product {
	const words = [product, release, published].filter((part) => part !== null).join(" ");
	const known = products.get(words);
	if (known) return known;
	const read = { line: productLine(product, release), name: readImageName(words) };
	products.set(words, read);
	return read;
}

/** The canonical OS and version of cells such as `oraclelinux` and `OL9`; words that name no known OS stay. */
function readSystem(os: string | null, version: string | null, fromName: ImageName) {
	const canonical = os === null ? null : readImageName(os);
	const spoken = version === null || /^\d/.test(version) ? version : spokenVersion(os, version);
	const ofVersion = version === null ? null : readImageName(version).os;
	return {
		os: os === null ? (ofVersion ?? fromName.os) : (canonical?.os ?? os.toLowerCase()),
		osVersion: spoken ?? canonical?.osVersion ?? fromName.osVersion,
	};
}

/** `OL9` → 9, `jammy` → 22.04; the word itself if it is not a known one. */
function spokenVersion(os: string | null, version: string): string {
	return readImageName(version).osVersion ?? readImageName(`${os ?? ""} ${version}`).osVersion ?? version;
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
