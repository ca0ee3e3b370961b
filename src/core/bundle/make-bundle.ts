import { canonicalJson } from "../../base/canonical-json.ts";
import { utf8Length } from "../../base/utf8.ts";
import { type Bundle, bundlePayloadType } from "./bundle.ts";
import { objectOfPacked, statementText } from "./bundle-statement.ts";
import { type Sha256Hex, type SigningKey, signPayload } from "./envelope.ts";

/** A bundle as a file. */
export interface BundleFile {
	/** Canonical JSON; its UTF-8 is the file's bytes. */
	readonly text: string;
	/** SHA-256 of the bytes, hex: the bundle's name in a feed. */
	readonly digest: string;
}

/**
 * Signs a bundle. The same bundle with the same key is the same text, in whatever order its lists are given; the publisher's `key`
 * must be that key's fingerprint. Throws `bundle-invalid` when a dependency is not among the revisions, or when one is needed by nothing.
 */
export function makeBundle(bundle: Bundle, signing: { readonly key: SigningKey; readonly sha256Hex: Sha256Hex }): BundleFile {
	const objects = bundle.revisions.map((packed) => objectOfPacked(packed, signing.sha256Hex, utf8Length));
	const signed = signPayload(bundlePayloadType, statementText(bundle, objects), signing);
	const text = canonicalJson({ ...signed, objects: Object.fromEntries(objects.map((object) => [object.id, object.text])) });
	return { text, digest: signing.sha256Hex(text) };
}
