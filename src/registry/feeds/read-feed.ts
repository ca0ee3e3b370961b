import {
	bundleFileName,
	type FeedIndex,
	feedIndexKey,
	feedIndexLimit,
	feedIndexName,
	foreignFault,
	openFeedIndex,
} from "../../core/bundle/index.ts";
import { fault } from "../../core/errors.ts";
import type { Needs } from "../needs.ts";

/** A fetched index. */
export interface FetchedIndex {
	readonly text: string;
	/** SHA-256 of its bytes, hex. */
	readonly digest: string;
	readonly etag: string | null;
	readonly lastModified: string | null;
}

/** The address of a feed's index; for a directory, that of `index.json` in it. Throws `feed-invalid`. */
export function feedUrl(name: string, text: string): string {
	const wrong = (problem: string) => fault("feed-invalid", { feed: name.slice(0, 120), problem });
	if (!URL.canParse(text)) throw wrong(`“${text.slice(0, 200)}” is not a URL`);
	const url = new URL(text);
	if (url.protocol !== "http:" && url.protocol !== "https:") throw wrong("its URL is neither http nor https");
	if (url.username !== "" || url.password !== "")
		throw wrong("its URL contains a user name or password, which are not stored");
	url.hash = "";
	if (url.pathname.endsWith(".json")) return url.href;
	if (!url.pathname.endsWith("/")) url.pathname += "/";
	return new URL(feedIndexName, url).href;
}

/** Fetches an index; null = not modified. Throws the faults of fetching, and `bundle-invalid` if it is not text. */
export async function fetchIndex(
	needs: Pick<Needs, "feeds" | "sha256">,
	url: string,
	known: {
		readonly etag: string | null;
		readonly lastModified: string | null;
		readonly signal?: AbortSignal | undefined;
	},
): Promise<FetchedIndex | null> {
	// Base64 makes a payload a third longer.
	const fetched = await needs.feeds.fetch(url, { ...known, maxBytes: Math.ceil(feedIndexLimit / 3) * 4 + 4096 });
	if (fetched.kind === "not-modified") return null;
	const { bytes, etag, lastModified } = fetched;
	return { text: textOf("the index", bytes), digest: needs.sha256(bytes), etag, lastModified };
}

/** Opens an index signed by the key of that fingerprint. Throws as `openFeedIndex` does. */
export function openIndex(needs: Pick<Needs, "signing" | "sha256">, text: string, key: string): FeedIndex {
	return openFeedIndex(text, key, { sha256Hex: needs.sha256, verify: needs.signing.verify });
}

/** The fingerprint of the key that an index names as its signer. */
export function keyOfIndex(needs: Pick<Needs, "sha256">, text: string): string {
	return feedIndexKey(text, needs.sha256);
}

/**
 * Fetches a bundle next to the index: exactly the bytes of that digest and size. Throws the faults of fetching and
 * `bundle-invalid`.
 */
export async function fetchBundle(
	needs: Pick<Needs, "feeds" | "sha256">,
	indexUrl: string,
	bundle: { readonly digest: string; readonly size: number; readonly signal?: AbortSignal | undefined },
): Promise<string> {
	const name = bundleFileName(bundle.digest);
	const fetched = await needs.feeds.fetch(new URL(name, indexUrl).href, {
		...{ etag: null, lastModified: null },
		...{ maxBytes: bundle.size, signal: bundle.signal },
	});
	if (fetched.kind === "not-modified") throw foreignFault(name, "was not sent by the server");
	if (fetched.bytes.length !== bundle.size)
		throw foreignFault(name, `has ${fetched.bytes.length} bytes, but the index says ${bundle.size}`);
	if (needs.sha256(fetched.bytes) !== bundle.digest)
		throw foreignFault(name, "has a SHA-256 that differs from the index");
	return textOf(name, fetched.bytes);
}

function textOf(place: string, bytes: Uint8Array): string {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch (cause) {
		throw foreignFault(place, "is not UTF-8", cause);
	}
}
