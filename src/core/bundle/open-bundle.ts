import { canonicalJson } from "../../base/canonical-json.ts";
import { utf8Length } from "../../base/utf8.ts";
import { parseBoundedJson } from "./bounded-json.ts";
import { type Bundle, bundleFormat, bundleLimits, bundlePayloadType, comparePublished } from "./bundle.ts";
import { type BundleObject, statementText } from "./bundle-statement.ts";
import { openSigned, readSigned, type SealedPayload, type Sha256Hex, type SignatureCheck } from "./envelope.ts";
import { countAt, entriesAt, foreignFault, listAt, membersAt, textAt, timeAt } from "./foreign-value.ts";
import { isWholePacked, packedForm, parsePackedRevision } from "./packed-revision.ts";
import { formatAt, lifecycleAt, publicationAt, publisherAt } from "./read-statement.ts";

/** A parsed but unverified bundle file: nothing in it is trusted yet, including the key it claims. */
export interface SealedBundle {
	readonly signed: SealedPayload;
	/** Fingerprint of the key that it is signed with, as it says. */
	readonly key: string;
	/** SHA-256 of the file's bytes, hex. */
	readonly digest: string;
	/** Text by id. */
	readonly objects: ReadonlyMap<string, string>;
}

/** Parses a file's text as far as possible without a trusted key. Throws `bundle-invalid`. */
export function readBundle(text: string, sha256Hex: Sha256Hex): SealedBundle {
	if (text.length > bundleLimits.file) throw foreignFault("the file", `is larger than ${bundleLimits.file} bytes`);
	const value = parseBoundedJson("the file", text, { depth: 4, values: bundleLimits.objects + 20 });
	const members = membersAt("the file", value, ["envelope", "publicKey", "objects"]);
	const signed = readSigned(members, { payloadType: bundlePayloadType, limit: bundleLimits.statement, sha256Hex });
	const objects = new Map(
		entriesAt("objects", members.objects).map(([id, body]) => [id, textAt(objectPlace(id), body, bundleLimits.object)]),
	);
	// One text per file: no key twice, no white space, nothing that readers could differ about.
	if (canonicalJson({ ...signed.parts, objects: Object.fromEntries(objects) }) !== text)
		throw foreignFault("the file", "is not canonical JSON");
	return { signed, key: signed.fingerprint, digest: sha256Hex(text), objects };
}

/**
 * Verifies a bundle and returns it: signed by the key of the `trusted` fingerprint, every object as signed, every
 * content matching its digest, every dependency present. Throws `bundle-key-unknown`, `bundle-tampered` or
 * `bundle-invalid`.
 */
export function openBundle({ signed, objects }: SealedBundle, trusted: string, check: SignatureCheck): Bundle {
	const text = openSigned(signed, trusted, check);
	const value = parseBoundedJson("the statement", text, { depth: 6, values: bundleLimits.values });
	formatAt(value, bundleFormat);
	const members = membersAt("the statement", value, [
		"format",
		"version",
		"publisher",
		"created",
		"publications",
		"lifecycles",
		"objects",
	]);
	const publisher = publisherAt("publisher", members.publisher, trusted);
	const created = timeAt("created", members.created);
	const publications = listAt("publications", members.publications, {
		limit: bundleLimits.publications,
		read: publicationAt,
	});
	const lifecycles = listAt("lifecycles", members.lifecycles, { limit: bundleLimits.objects, read: lifecycleAt });
	const opened = openObjects(members.objects, objects, check.sha256Hex);
	const told = { publisher, created, publications, lifecycles };
	// The statement says what follows from its objects too; made again, it must be the very text that was signed.
	if (statementText(told, opened) !== text)
		throw foreignFault("the statement", "is not canonical, or differs from the dependencies of its objects");
	return { ...told, revisions: opened.map(({ packed }) => packed).sort(comparePublished) };
}

/** Objects whose bytes match the statement; their contents are parsed only after that check. */
function openObjects(sizes: unknown, objects: ReadonlyMap<string, string>, sha256Hex: Sha256Hex): BundleObject[] {
	const told = entriesAt("objects", sizes);
	if (told.length > bundleLimits.objects)
		throw foreignFault("objects", `has more than ${bundleLimits.objects} elements`);
	if (told.length !== objects.size)
		throw foreignFault("objects", `has ${objects.size} elements, but the statement lists ${told.length}`);
	return told.map(([id, bytes]) => {
		const place = objectPlace(id);
		const text = objects.get(id);
		const size = countAt(place, bytes, bundleLimits.object);
		if (text === undefined) throw foreignFault(place, "is missing");
		if (utf8Length(text) !== size)
			throw foreignFault(place, `has ${utf8Length(text)} bytes, but the statement says ${size}`);
		if (sha256Hex(text) !== id) throw foreignFault(place, "has a SHA-256 that differs from its name");
		const packed = parsePackedRevision(parseBoundedJson(place, text, bundleLimits), place);
		if (packedForm(packed) !== text) throw foreignFault(place, "is not canonical JSON");
		if (!isWholePacked(packed, sha256Hex)) throw foreignFault(place, "has content that does not match its digest");
		return { id, text, size, packed };
	});
}

function objectPlace(id: string): string {
	return `object ${id.slice(0, 64)}`;
}
