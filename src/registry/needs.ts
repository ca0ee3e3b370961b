import type { Store } from "../storage/store.ts";
import type { ListBytes, ReadingOptions, ReadListing } from "../upstreams/read-listing.ts";
import type { Source } from "../upstreams/source.ts";

/** What use cases need of the world, handed in by `main`. */
export interface Needs {
	readonly store: Store;
	/** The time as UTC ISO 8601. */
	now(): string;
	/** A new UUID: a lineage's identity on every installation. */
	newLineage(): string;
	sha256(text: string | Uint8Array): string;
	/** A new secret of 256 random bits, as text. */
	newSecret(): string;
	readonly lists: Lists;
}

/** Published lists: what formats there are, how their bytes are read, and how they are fetched. */
export interface Lists {
	formats(): Promise<readonly Pick<Source, "id" | "title" | "about" | "syntaxes" | "options">[]>;
	read(files: readonly ListBytes[], reading: ReadingOptions): Promise<ReadListing[]>;
	fetch(url: string, known: { readonly etag: string | null; readonly lastModified: string | null }): Promise<FetchedList>;
}

export type FetchedList =
	| { readonly kind: "not-modified" }
	| { readonly kind: "fetched"; readonly bytes: Uint8Array; readonly etag: string | null; readonly lastModified: string | null };
