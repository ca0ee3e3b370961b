import { readImageName } from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { type Cell, type LineCollector, lineCollector } from "../listing/line-collector.ts";
import { readTime } from "../reading/read-time.ts";
import { isMembers, type Members, memberOf, membersAt, membersOf, textOf } from "../reading/values.ts";
import type { Listing, Scope, SourceOptions } from "../source.ts";
import { artifactCell } from "./artifact-cell.ts";
import { idCell, streamCloud } from "./id-cell.ts";
import type { ImageCell } from "./image-cell.ts";
import { type Product, productName, productOf, variantOf } from "./product-line.ts";
import { type Aliases, aliasesOf, type Tags, tagsAt } from "./tags.ts";

/** True for `products:1.0` and `index:1.0`, the latter only for an error that names the file to import. */
export function isSimplestreams(value: unknown): boolean {
	const root = membersOf(value);
	const format = textOf(root, "format") ?? "";
	if (/^(?:products|index):\d/.test(format)) return true;
	return format === "" && isMembers(memberOf(root, "products")) && textOf(root, "content_id") !== null;
}

/** Reads `products.*.versions.*.items.*`; the tags of each level hold for the levels below it. */
export function parseSimplestreams(document: ListDocument, options: SourceOptions): Listing {
	const root = membersAt(document, [], document.value);
	assertProducts(document, root);
	const lines = lineCollector(document);
	const stream: Stream = { lines, options, aliases: aliasesOf(root), cells: [] };
	const tags = tagsAt(root, new Map(), stream.aliases);
	for (const [key, product] of Object.entries(membersAt(document, ["products"], memberOf(root, "products")))) {
		addProduct(stream, product, { key, tags, path: ["products", key] });
	}
	addCells(stream);
	const listing = lines.listing();
	return { ...listing, lines: listing.lines.map((line) => ({ ...line, scope: downloadScope(line) ?? line.scope })) };
}

interface Stream {
	readonly lines: LineCollector;
	readonly options: SourceOptions;
	readonly aliases: Aliases;
	readonly cells: { readonly cell: Cell; readonly label: string | undefined }[];
}

interface Level {
	readonly key: string;
	/** Tags in force above this level. */
	readonly tags: Tags;
	readonly path: DocumentPath;
}

function assertProducts(document: ListDocument, root: Members): void {
	const format = textOf(root, "format") ?? "products:1.0";
	if (format.startsWith("index:")) {
		const paths = Object.values(membersOf(memberOf(root, "index"))).map((entry) => textOf(membersOf(entry), "path"));
		const named = paths.filter((path) => path !== null).slice(0, 5);
		const hint =
			named.length === 0 ? "a products file" : `one of the products files that it names (${named.join(", ")})`;
		throw document.malformed(["format"], `this is an index of streams, not a list of images; import ${hint}`);
	}
	if (!format.startsWith("products:1."))
		throw document.malformed(["format"], `the format is ${JSON.stringify(format)}, not products:1.0`);
}

function addProduct(stream: Stream, value: unknown, { key, tags: above, path }: Level): void {
	const versions = isMembers(value) ? memberOf(value, "versions") : undefined;
	if (!isMembers(value) || !isMembers(versions)) {
		stream.lines.skip(path, "the product has no versions");
		return;
	}
	const tags = tagsAt(value, above, stream.aliases);
	const datatype = tags.get("datatype");
	if (datatype !== undefined && !datatype.startsWith("image-")) {
		stream.lines.skip(path, `the product is ${datatype}, not machine images`);
		return;
	}
	const hasPlainSsd = Object.values(versions).some((version) => hasSsd(version));
	for (const [serial, version] of Object.entries(versions)) {
		addVersion(stream, version, { key: serial, tags, path: [...path, "versions", serial], product: key, hasPlainSsd });
	}
}

function hasSsd(version: unknown): boolean {
	return Object.values(membersOf(memberOf(membersOf(version), "items"))).some((item) => {
		const fields = membersOf(item);
		return textOf(fields, "root_store") === "ssd" && textOf(fields, "virt") !== "pv";
	});
}

type VersionLevel = Level & { readonly product: string; readonly hasPlainSsd: boolean };

function addVersion(stream: Stream, value: unknown, level: VersionLevel): void {
	const items = isMembers(value) ? memberOf(value, "items") : undefined;
	if (!isMembers(value) || !isMembers(items)) {
		stream.lines.skip(level.path, "the version has no items");
		return;
	}
	const tags = tagsAt(value, level.tags, stream.aliases);
	const types = new Map<string, number>();
	for (const item of Object.values(items)) {
		const type = textOf(membersOf(item), "ftype") ?? "";
		types.set(type, (types.get(type) ?? 0) + 1);
	}
	for (const [name, item] of Object.entries(items)) {
		const path = [...level.path, "items", name];
		if (!isMembers(item)) {
			stream.lines.skip(path, "the entry is not an item");
			continue;
		}
		const itemTags = tagsAt(item, tags, stream.aliases);
		const ftype = itemTags.get("ftype");
		const format = ftype !== undefined && types.get(ftype) === 1 ? ftype : name;
		addItem(stream, itemTags, { ...level, path, format });
	}
}

function addItem(
	{ lines, options, cells }: Stream,
	tags: Tags,
	level: VersionLevel & { readonly format: string },
): void {
	const isDownload = !tags.has("id") && !tags.has("image_id");
	if (isDownload && !tags.has("path")) {
		lines.skip(level.path, "the item has neither id nor path");
		return;
	}
	const cloud = isDownload ? null : streamCloud(tags, options);
	if (!isDownload && cloud === null) {
		lines.skip(level.path, "nothing says which cloud the id belongs to: give option cloud");
		return;
	}
	const cell = cloud === null ? artifactCell(tags, level.format, options) : idCell(tags, cloud.type, options);
	if (typeof cell === "string") {
		lines.skip(level.path, cell);
		return;
	}
	const product = productOf(level.product, tags, cloud?.partition ?? null);
	const variant = isDownload ? "" : variantOf(tags, cell.image.uid, level.hasPlainSsd);
	const line = {
		key: variant === "" ? product.key : `${product.key}/${variant}`,
		name: productName(product, variant),
		description: `${product.title}${variant === "" ? "" : ` (${variant})`}, product ${level.product}`,
		tags: [],
		scope: cloud === null ? ({ kind: "all" } as const) : ({ kind: "cloud-type", type: cloud.type } as const),
	};
	const labelled: Cell = {
		path: level.path,
		line,
		release: { version: level.key, releasedAt: serialTime(level.key) },
		place: cell.place,
		image: cell.image,
		facts: factsOf(tags, { product, serial: level.key, cell }),
	};
	cells.push({ cell: labelled, label: tags.get("label") });
}

/**
 * Adds the cells when all labels are known: a build such as a daily one is held back only in a line that has releases.
 * A line of nothing else is what its users asked for.
 */
function addCells({ lines, cells }: Stream): void {
	const released = new Set(cells.flatMap(({ cell, label }) => (label === "release" ? [cell.line.key] : [])));
	for (const { cell, label } of cells) {
		const isOther = label !== undefined && label !== "release";
		const isHeldBack = isOther && (released.has(cell.line.key) || isPreRelease(label));
		const facts = isHeldBack ? { state: "held" as const, ...cell.facts } : cell.facts;
		lines.add({ ...cell, facts, heldBack: isHeldBack ? `label ${label}` : null });
		if (isOther && label !== "daily") lines.note(cell.line.key, cell.release.version, `labelled ${label}`);
	}
}

function isPreRelease(label: string): boolean {
	return /^(?:alpha|beta|rc|pre|preview|dev|milestone)/.test(label);
}

function factsOf(
	tags: Tags,
	{ product, serial, cell }: { readonly product: Product; readonly serial: string; readonly cell: ImageCell },
) {
	const name = tags.get("pubname") ?? tags.get("name");
	const said = readImageName(name ?? "");
	const isId = cell.image.kind !== "artifact";
	return knownFacts({
		name: name ?? null,
		os: tags.get("os")?.toLowerCase() ?? said.os,
		osVersion: tags.get("version") ?? said.osVersion,
		architecture: product.architecture,
		publishedArchitecture: product.publishedArchitecture,
		variant: isId
			? [tags.get("virt"), tags.get("root_store")].filter((word) => word !== undefined).join(" ") || null
			: null,
		release: serial,
		endOfLifeAt: readTime(tags.get("support_eol") ?? null),
	});
}

/** A serial begins with its day: `20140416.1`, `20240505_07:42`. */
function serialTime(serial: string): string | null {
	const parts = /^(\d{8})(?:[_T-]?(\d{2}):?(\d{2}))?(?!\d)/.exec(serial);
	return parts ? readTime(`${parts[1]}${parts[2] ?? ""}${parts[3] ?? ""}`) : null;
}

/** A file of downloads covers only the artifact places of its line: other files list clouds. */
function downloadScope({ releases }: Listing["lines"][number]): Scope | undefined {
	const listed = releases.flatMap((release) => release.images);
	if (!listed.some(({ image }) => image.kind === "artifact")) return undefined;
	return { kind: "clouds", clouds: [...new Set(listed.map(({ cloud }) => cloud.slug as string))].sort() };
}
