import type { AwsPartition, Cloud, ImageFacts, ImageIdentity } from "../core/image/index.ts";
import type { ListDocument, Syntax } from "./document.ts";

/**
 * A source turns one published list into product lines with their releases. It only reports the list; the registry
 * compares, merges and writes. `parse` is pure: same document and options, same listing.
 */
export interface Source {
	/** The format's name for `--format`. */
	readonly id: string;
	readonly title: string;
	/** One sentence: who publishes this form, and how it becomes MultiCloud Images. */
	readonly about: string;
	readonly syntaxes: readonly Syntax[];
	readonly options: readonly SourceOption[];
	/** Set for a format that is only a shape: it yields to any other format that recognizes a document. */
	readonly isGeneral?: boolean;
	/** True if the document has this format. At most one that is not general returns true for any real document. */
	recognizes(document: ListDocument): boolean;
	/**
	 * Throws `upstream-file-malformed` (through `document.malformed`) for a document whose form is wrong; rows that can't
	 * be used go to `skipped`.
	 */
	parse(document: ListDocument, options: SourceOptions): Listing;
}

export interface SourceOption {
	readonly name: string;
	readonly about: string;
	readonly example: string;
}

/** Option name → text, as `--option name=value` gives them. */
export type SourceOptions = Readonly<Record<string, string>>;

export interface Listing {
	readonly lines: readonly ProductLine[];
	readonly skipped: readonly Skipped[];
}

/** Something in a list that is imported and probably wrong. */
export interface ListWarning {
	/** The entries that it is about. */
	readonly row: string;
	readonly why: string;
}

/** A row that could not be used: its place, its content and the reason. */
export interface Skipped {
	/** A line number, or a path into the document such as `builds[3].artifact_id`. */
	readonly row: string;
	readonly why: string;
}

/** One product line × architecture × variant: it becomes one MultiCloud Image. */
export interface ProductLine {
	/** Stable over releases and files, unique in its format: `fedora-coreos-stable/x86_64`. */
	readonly key: string;
	/** The MultiCloud Image's name, after what it maps: `fedora-coreos-stable-x86_64`. */
	readonly name: string;
	readonly description: string;
	readonly tags: readonly string[];
	/**
	 * The clouds that this document covers: a cloud in scope that a release does not list is gone; clouds out of scope
	 * stay unchanged. `all` for a document that lists every cloud of the line.
	 */
	readonly scope: Scope;
	/** Oldest first. */
	readonly releases: readonly Release[];
}

export type Scope =
	| { readonly kind: "all" }
	| { readonly kind: "cloud-type"; readonly type: string }
	/** AWS regions of one partition: publishers list GovCloud and China separately, because they need other accounts. */
	| { readonly kind: "aws-partition"; readonly partition: AwsPartition }
	| { readonly kind: "clouds"; readonly clouds: readonly string[] }
	/** Several documents joined into one listing. */
	| { readonly kind: "any-of"; readonly scopes: readonly Scope[] };

/** One state of a product line: the complete map of the scope after this release. */
export interface Release {
	/** If it covers less than its line: a release that only one of several joined documents lists. */
	readonly scope?: Scope;
	/** The publisher's release number or serial; null when the list has none. */
	readonly version: string | null;
	/** When it was released, UTC ISO 8601; null when the list does not say. */
	readonly releasedAt: string | null;
	/** The date of the list itself, from its file's name; a later list says what is current. */
	readonly listedAt?: string | null;
	/** Its place in the order of the list, where the vendor says it; counts if all releases of the line have one. */
	readonly order?: number;
	readonly images: readonly ListedImage[];
	/**
	 * Why its publisher holds it back, in its words: `preview`, `excluded from latest`, `obsolete`, `label beta2`. It is
	 * never the answer of `@latest`. Omit for a release that is offered.
	 */
	readonly heldBack?: string | null;
	/** Facts for readers of the history: "3 regions still at 35.20211215.1.0". */
	readonly notes: readonly string[];
}

/** Launch settings that a list gives for a place. */
export interface ListedDefaults {
	readonly instanceType: string | null;
	readonly userData: string | null;
}

/** One cell of the map as published. Fields of `facts` that the list does not give are left out. */
export interface ListedImage {
	readonly cloud: Cloud;
	readonly image: ImageIdentity;
	readonly facts: Partial<ImageFacts>;
	/** Values of a setting that is new; an existing setting keeps its own. */
	readonly defaults?: ListedDefaults;
	/** Why its publisher holds it back in this place; omit for an image that is offered. */
	readonly heldBack?: string | null;
}
