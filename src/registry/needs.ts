import type { OpenId } from "../openid/openid.ts";
import type { Store } from "../storage/store.ts";
import type { ListBytes, ReadingOptions, ReadListing } from "../upstreams/read-listing.ts";
import type { Source } from "../upstreams/source.ts";
import type { Signing } from "./signing.ts";

/** The dependencies of use cases, handed in by `main`. */
export interface Needs {
	readonly store: Store;
	/** The current time, UTC ISO 8601. */
	now(): string;
	/** A new UUID: a lineage has the same one on every installation. */
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

/** The files of other installations' feeds. */
export interface FeedFiles {
	/**
	 * Fetches one file, only from the host of its URL. Throws `fetch-refused`, `fetch-failed`, or
	 * `upstream-file-too-large` if it exceeds `maxBytes`.
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

/** Sends requests to addresses that accounts chose. */
export interface Outbound {
	/**
	 * The reason, as a clause, why nothing is sent to an address; null if the address is acceptable before its name is
	 * resolved.
	 */
	refusalOf(url: string): Promise<string | null>;
	/** Sends a JSON body once, never to a refused address. Never rejects. */
	post(url: string, message: OutboundMessage): Promise<PostOutcome>;
}

export interface OutboundMessage {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly signal?: AbortSignal | undefined;
}

/** The outcome: see `HttpPostOutcome` in src/net. */
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

/**
 * Keeps secrets that must be read again (of webhooks, of OpenID clients): sealed in the database, with the key
 * elsewhere.
 */
export interface Secrets {
	/**
	 * Seals a text for one place, such as `webhook 7b0c… secret`: something of its row that never changes. A text sealed
	 * for one place can't be opened at another. Throws `secret-key-missing`.
	 */
	seal(text: string, context: string): string;
	/**
	 * Opens a text that was sealed for this place. Throws `secret-key-missing`, or `secret-unreadable` for another key,
	 * place or text.
	 */
	open(sealed: string, context: string): string;
}

/** Keeps passwords that are only compared. */
export interface Passwords {
	/**
	 * A hash to store; each call returns another one. Takes a tenth of a second; throws `rate-limited` if too many calls
	 * wait.
	 */
	hash(password: string): Promise<string>;
	/**
	 * Whether the hash is of this password. For null (an unknown user, or one without a password) takes as long and
	 * returns false.
	 */
	verify(password: string, hash: string | null): Promise<boolean>;
}

/** Published lists: the known formats, reading and fetching. */
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
