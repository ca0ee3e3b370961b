import type { Fault } from "../core/errors.ts";

export type Syntax = "json" | "yaml" | "xml" | "csv" | "markdown" | "hcl" | "env" | "text";

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
	 * `CsvRow` · markdown: the rows of all tables as `MarkdownRow` · hcl: the literal values, in the form of Terraform's
	 * JSON · env: an object of the variables · text: the entries of its sections as
	 * `SectionRow`.
	 */
	readonly value: unknown;
	/** hcl: the values that are not literal, which `value` leaves out. */
	readonly unread?: readonly Unread[];
	/** The fault of a malformed value, with file, line, column and problem. */
	malformed(path: DocumentPath, problem: string): Fault;
	/** The fault of a whole file whose content can be meant in several ways; `cure` is an instruction that decides it. */
	unclear(path: DocumentPath, problem: string, cure: string): Fault;
	/** 1-based line of a value; 1 when it is not there. */
	lineOf(path: DocumentPath): number;
}

export interface XmlElement {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly XmlElement[];
	readonly text: string;
}

/** A value that the syntax allows and the reader does not evaluate. */
export interface Unread {
	readonly path: DocumentPath;
	readonly why: string;
}

/** An entry of a plain text in sections, with the headings above it. */
export interface SectionRow {
	/** 1-based. */
	readonly line: number;
	/** `## …` */
	readonly outer: string | null;
	/** `# …` */
	readonly inner: string | null;
	readonly key: string;
	readonly value: string;
}

export interface CsvRow {
	/** 1-based line of the row's first character. */
	readonly line: number;
	readonly cells: readonly string[];
}

/** A row of a Markdown table; the line of dashes is left out. */
export interface MarkdownRow extends CsvRow {
	/** The table's number in the document, from 0. */
	readonly table: number;
}
