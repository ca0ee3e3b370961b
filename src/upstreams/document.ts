import type { Fault } from "../core/errors.ts";

export type Syntax = "json" | "yaml" | "xml" | "csv" | "text";

/** A path into a document: keys and indexes from the root. */
export type DocumentPath = readonly (string | number)[];

/** A published list, decoded and checked for hostile content, with the position of each value in the file. */
export interface ListDocument {
	readonly syntax: Syntax;
	/** Name of the file or last part of the URL, for messages and for lists whose product is only in their name. */
	readonly fileName: string;
	/** Folders above the file, the nearest last, if known. */
	readonly folders: readonly string[];
	/**
	 * json, yaml: the value, plain objects and arrays only · xml: the root element as `XmlElement` · csv: rows of
	 * `CsvRow` · text: the text.
	 */
	readonly value: unknown;
	/** The fault of a malformed value, with file, line, column and problem. */
	malformed(path: DocumentPath, problem: string): Fault;
	/** 1-based line of a value; 1 when it is not there. */
	lineOf(path: DocumentPath): number;
}

export interface XmlElement {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly XmlElement[];
	readonly text: string;
}

export interface CsvRow {
	/** 1-based line of the row's first character. */
	readonly line: number;
	readonly cells: readonly string[];
}
