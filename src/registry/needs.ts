import type { OpenId } from "../openid/openid.ts";
import type { Store } from "../storage/store.ts";
import type { ListBytes, ReadingOptions, ReadListing } from "../upstreams/read-listing.ts";
import type { Source } from "../upstreams/source.ts";
import type { Signing } from "./signing.ts";

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
	readonly secrets: Secrets;
	readonly passwords: Passwords;
	readonly signing: Signing;
	readonly feeds: FeedFiles;
	/** HMAC-SHA256 of a UTF-8 text; key and result in base64. */
	hmacSha256(key: string, text: string): string;
	readonly outbound: Outbound;
	readonly openId: OpenId;
}

/** Files of other installations' feeds. */
export interface FeedFiles {
	/**
	 * Fetches one file, from the host of its URL alone. Throws `fetch-refused`, `fetch-failed`, or `upstream-file-too-large` beyond
	 * `maxBytes`.
	 */
	fetch(
		url: string,
		asked: {
			readonly etag: string | null;
			readonly lastModified: string | null;
			readonly maxBytes: number;
			readonly signal?: AbortSignal | undefined;
		},
	): Promise<FetchedList>;
}

/** The way out to addresses that accounts chose. */
export interface Outbound {
	/** Why nothing is sent to an address, as a clause; null = nothing is known against it before its name is looked up. */
	refusalOf(url: string): Promise<string | null>;
	/** Sends a JSON body once, to no address that is refused. Never rejects. */
	post(url: string, message: OutboundMessage): Promise<PostOutcome>;
}

export interface OutboundMessage {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly signal?: AbortSignal | undefined;
}

/** What came of it: see `HttpPostOutcome` of the network. */
export type PostOutcome =
	| {
			readonly kind: "answered";
			readonly status: number;
			readonly answer: string;
			readonly retryAfterMs: number | null;
	  }
	| { readonly kind: "refused"; readonly problem: string }
	| { readonly kind: "failed"; readonly problem: string }
	| { readonly kind: "called-off" };

/** Keeps secrets that must be read again (of webhooks, of OpenID clients): the database holds them sealed, the key is elsewhere. */
export interface Secrets {
	/**
	 * Seals a text for one place, such as `webhook 7b0c… secret`: what never changes of the row that keeps it. Sealed for one place it
	 * opens at no other. Throws `secret-key-missing`.
	 */
	seal(text: string, context: string): string;
	/** The text that was sealed for this place. Throws `secret-key-missing`, or `secret-unreadable` for another key, place or text. */
	open(sealed: string, context: string): string;
}

/** Keeps passwords that are only compared. */
export interface Passwords {
	/** A hash to store, another one each time. Takes a tenth of a second; throws `rate-limited` when too many wait. */
	hash(password: string): Promise<string>;
	/** Whether the hash is of this password. Null, for a user who is not there or has none, takes as long and is false. */
	verify(password: string, hash: string | null): Promise<boolean>;
}

/** Published lists: what formats there are, how their bytes are read, and how they are fetched. */
export interface Lists {
	formats(): Promise<readonly Pick<Source, "id" | "title" | "about" | "syntaxes" | "options">[]>;
	read(files: readonly ListBytes[], reading: ReadingOptions): Promise<ReadListing[]>;
	fetch(
		url: string,
		known: { readonly etag: string | null; readonly lastModified: string | null },
	): Promise<FetchedList>;
}

export type FetchedList =
	| { readonly kind: "not-modified" }
	| {
			readonly kind: "fetched";
			readonly bytes: Uint8Array;
			readonly etag: string | null;
			readonly lastModified: string | null;
	  };
