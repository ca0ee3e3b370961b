import { canonicalJson } from "../../base/canonical-json.ts";
import { utf8Length } from "../../base/utf8.ts";
import { type Bundle, bundleLimits, bundlePayloadType } from "./bundle.ts";
import { objectOfPacked, statementText } from "./bundle-statement.ts";
import { type Sha256Hex, type SigningKey, signPayload } from "./envelope.ts";
import { foreignFault } from "./foreign-value.ts";

/** A bundle as a file. */
export interface BundleFile {
	/** Canonical JSON; its UTF-8 is the file's bytes. */
	readonly text: string;
	/** SHA-256 of the bytes, hex: the bundle's name in a feed. */
	readonly digest: string;
}

/**
 * Signs a bundle. Deterministic: the order of its lists does not matter. The publisher's `key` must be the signing
 * key's fingerprint. Throws `bundle-invalid` if a dependency is missing, a revision is needed by nothing, or the
 * bundle is too large to be read.
 */
export function makeBundle(
	bundle: Bundle,
	signing: { readonly key: SigningKey; readonly sha256Hex: Sha256Hex },
): BundleFile {
	const objects = bundle.revisions.map((packed) => objectOfPacked(packed, signing.sha256Hex, utf8Length));
	const signed = signPayload(bundlePayloadType, statementText(bundle, objects), signing);
	const large = objects.find(({ size }) => size > bundleLimits.object);
	if (large)
		throw foreignFault(
			`object ${large.id}`,
			`(“${large.packed.content.name}”) is larger than ${bundleLimits.object} bytes`,
		);
	const text = canonicalJson({
		...signed,
		objects: Object.fromEntries(objects.map((object) => [object.id, object.text])),
	});
	if (utf8Length(text) > bundleLimits.file)
		throw foreignFault("the file", `would be larger than ${bundleLimits.file} bytes: export fewer publications`);
	return { text, digest: signing.sha256Hex(text) };
}
