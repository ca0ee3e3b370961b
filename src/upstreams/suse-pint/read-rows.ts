import { fault } from "../../core/errors.ts";
import type { DocumentPath, ListDocument, XmlElement } from "../document.ts";
import { isMembers, textOf } from "../reading/values.ts";
import type { SourceOptions } from "../source.ts";

/** One `<image>` with its attributes, or one object of the API's `images`. Empty attributes count as absent. */
export interface PintRow {
	readonly path: DocumentPath;
	/** The attribute's text; null when it is absent, empty or "None". */
	readonly get: (attribute: string) => string | null;
}

export interface PintList {
	readonly provider: string;
	readonly rows: readonly PintRow[];
}

/** PINT's words for the clouds it tracks. */
const providers = ["amazon", "google", "microsoft", "oracle", "alibaba"];

/**
 * True for PINT's data files (`<framework>`) and its API's answers (`<images>`, `{"images": […]}` with `publishedon`).
 */
export function isPint(document: ListDocument): boolean {
	const { value } = document;
	if (document.syntax === "xml") {
		if (!isElement(value)) return false;
		if (value.name === "framework") return typeof value.attributes.name === "string";
		return (
			value.name === "images" &&
			value.children.every(({ name, attributes }) => name === "image" && Object.hasOwn(attributes, "publishedon"))
		);
	}
	const images = isMembers(value) && Object.hasOwn(value, "images") ? value.images : undefined;
	return (
		Array.isArray(images) &&
		images.length > 0 &&
		images.every((row) => isMembers(row) && ["publishedon", "replacementname"].every((key) => Object.hasOwn(row, key)))
	);
}

/** Reads the rows of all of PINT's forms. Throws `upstream-option-invalid` if nothing names their cloud. */
export function readRows(document: ListDocument, options: SourceOptions): PintList {
	const { value } = document;
	const rows = document.syntax === "xml" ? xmlRows(document) : jsonRows(document);
	const named = isElement(value) && value.name === "framework" ? textOf(value.attributes, "name") : null;
	const provider = named?.toLowerCase() ?? providerFrom(document, options, rows);
	return { provider, rows };
}

function xmlRows(document: ListDocument): PintRow[] {
	const root = document.value;
	if (!isElement(root)) throw document.malformed([], "there is no element <framework> or <images>");
	const lists = root.name === "images" ? [{ element: root, path: [] }] : listsIn(root);
	return lists.flatMap(({ element, path }) =>
		element.children.flatMap((child, i) =>
			isElement(child) && child.name === "image" ? [xmlRow(child, [...path, i])] : [],
		),
	);
}

function listsIn(root: XmlElement): { element: XmlElement; path: DocumentPath }[] {
	const seen = Array.isArray(root.children) ? root.children : [];
	const several = seen.filter((child) => isElement(child) && child.name === "images").length > 1;
	return seen.flatMap((element, i) =>
		isElement(element) && element.name === "images" ? [{ element, path: [several ? i : "images"] }] : [],
	);
}

function xmlRow(element: XmlElement, path: DocumentPath): PintRow {
	return { path, get: (attribute) => said(textOf(element.attributes, attribute)) };
}

function jsonRows(document: ListDocument): PintRow[] {
	const images =
		isMembers(document.value) && Object.hasOwn(document.value, "images") ? document.value.images : undefined;
	if (!Array.isArray(images)) throw document.malformed(["images"], "images is not a list");
	return images.map((row: unknown, i) => ({
		path: ["images", i],
		get: (attribute) => (isMembers(row) ? said(textOf(row, attribute)) : null),
	}));
}

function said(text: string | null): string | null {
	return text === null || text === "None" ? null : text;
}

/**
 * The API's answers name their cloud only in the address (`/v1/amazon/images.xml`); ids and some attributes show it
 * too.
 */
function providerFrom(document: ListDocument, options: SourceOptions, rows: readonly PintRow[]): string {
	const told =
		options.provider?.trim().toLowerCase() ||
		[...document.folders].reverse().find((folder) => providers.includes(folder.toLowerCase()));
	if (told) return told.toLowerCase();
	for (const { get } of rows) {
		const id = get("id");
		if (id?.startsWith("ami-")) return "amazon";
		if (id?.startsWith("ocid1.")) return "oracle";
		if (id && /^m-[a-z0-9]+$/.test(id)) return "alibaba";
		if (get("environment") !== null || get("urn") !== null) return "microsoft";
		if (get("project") !== null) return "google";
	}
	throw fault("upstream-option-invalid", {
		option: "provider",
		format: "suse-pint",
		problem: "it is missing, and the file does not name its cloud",
	});
}

function isElement(value: unknown): value is XmlElement {
	if (!isMembers(value)) return false;
	return typeof value.name === "string" && isMembers(value.attributes) && Array.isArray(value.children);
}
