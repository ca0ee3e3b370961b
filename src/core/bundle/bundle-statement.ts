import { canonicalJson } from "../../base/canonical-json.ts";
import { compareText } from "../../base/compare-text.ts";
import type { Lifecycle } from "../component/lifecycle.ts";
import {
	type Bundle,
	type BundledPublication,
	type BundlePublisher,
	bundleFormat,
	comparePublished,
	type PublishedRevision,
	revisionKey,
} from "./bundle.ts";
import { foreignFault } from "./foreign-value.ts";
import { type PackedRevision, packedForm } from "./packed-revision.ts";
import { pinnedRevisions } from "./pinned-revisions.ts";

/** A packed revision as a bundle stores it. */
export interface BundleObject {
	/** SHA-256 of the text's UTF-8, hex: what the object is called. */
	readonly id: string;
	readonly text: string;
	/** Bytes of the text in UTF-8. */
	readonly size: number;
	readonly packed: PackedRevision;
}

/**
 * The signed part of a bundle, as canonical JSON. The objects must be exactly the publications and their
 * dependencies: throws `bundle-invalid` naming the pin at fault.
 */
export function statementText(
	{ publisher, created, publications, lifecycles }: Omit<Bundle, "revisions">,
	objects: readonly BundleObject[],
): string {
	const byRevision = new Map(objects.map((object) => [revisionKey(object.packed), object]));
	if (byRevision.size < objects.length) throw foreignFault("objects", "contain a revision twice");
	const told = [...publications].sort(comparePublished).map((publication, i) => {
		const object = publication.state === "retracted" ? null : objectOf(publication, byRevision, `publications[${i}]`);
		const requires = object === null ? [] : requiredBy(object, byRevision).map(({ id }) => id);
		return { ...publicationParts(publication), object: object?.id ?? null, requires };
	});
	checkOnce("publications", told);
	const used = new Set(told.flatMap(({ object, requires }) => (object === null ? [] : [object, ...requires])));
	const stray = objects.find(({ id }) => !used.has(id));
	if (stray) throw foreignFault(`object ${stray.id}`, "belongs to no publication");
	return canonicalJson({
		...bundleFormat,
		publisher: publisherParts(publisher),
		created,
		publications: told,
		lifecycles: lifecycleList(lifecycles),
		objects: Object.fromEntries(objects.map(({ id, size }) => [id, size])),
	});
}

/** The object of each packed revision, in order. `size` returns a text's length in bytes of UTF-8. */
export function objectOfPacked(
	packed: PackedRevision,
	sha256Hex: (text: string) => string,
	size: (text: string) => number,
): BundleObject {
	const text = packedForm(packed);
	return { id: sha256Hex(text), text, size: size(text), packed };
}

/** Lifecycles in canonical order. Throws `bundle-invalid` for a revision that is listed twice. */
export function lifecycleList(lifecycles: Bundle["lifecycles"]): Bundle["lifecycles"] {
	const sorted = [...lifecycles].sort((a, b) => compareText(a.lineage, b.lineage) || a.number - b.number);
	checkOnce("lifecycles", sorted);
	return sorted.map(({ lineage, number, ...lifecycle }) => ({ lineage, number, ...lifecycleParts(lifecycle) }));
}

export function publisherParts({ name, key, url }: BundlePublisher): BundlePublisher {
	return { name, key, url };
}

export function offeredParts({ kind, lineage, number, name, digest }: PublishedRevision): PublishedRevision {
	return { kind, lineage, number, name, digest };
}

function publicationParts(publication: BundledPublication): BundledPublication {
	const { state, shortDescription, longDescription, releaseNotes, publishedAt } = publication;
	const categories = [...new Set(publication.categories)].sort(compareText);
	return {
		...offeredParts(publication),
		state,
		shortDescription,
		longDescription,
		releaseNotes,
		categories,
		publishedAt,
	};
}

function lifecycleParts({ deprecatedAt, revokedAt, reason, replacement }: Lifecycle): Lifecycle {
	return { deprecatedAt, revokedAt, reason, replacement };
}

function objectOf(
	publication: BundledPublication,
	objects: ReadonlyMap<string, BundleObject>,
	place: string,
): BundleObject {
	const object = objects.get(revisionKey(publication));
	if (object === undefined) throw foreignFault(place, `offers “${publication.name}”, for which there is no object`);
	const { kind, digest, content } = object.packed;
	if (kind !== publication.kind || digest !== publication.digest || content.name !== publication.name) {
		throw foreignFault(place, `differs from the object of “${publication.name}” in kind, name or digest`);
	}
	return object;
}

/** The objects of everything that an object's content pins, by their ids. */
function requiredBy({ packed, id }: BundleObject, objects: ReadonlyMap<string, BundleObject>): BundleObject[] {
	const required = pinnedRevisions(packed.content).map((pin) => {
		const key = revisionKey({ lineage: pin.lineage, number: pin.revision });
		const object = objects.get(key);
		if (object === undefined) throw foreignFault(`object ${id}`, `pins ${key}, which is missing`);
		if (pin.digest !== null && pin.digest !== object.packed.digest)
			throw foreignFault(`object ${id}`, `pins ${key} with a different digest`);
		return object;
	});
	return required.sort((a, b) => compareText(a.id, b.id));
}

/** Throws `bundle-invalid` when a revision stands in the list twice. */
export function checkOnce(place: string, list: readonly { readonly lineage: string; readonly number: number }[]): void {
	const seen = new Set<string>();
	for (const key of list.map(revisionKey)) {
		if (seen.has(key)) throw foreignFault(place, `list ${key} twice`);
		seen.add(key);
	}
}
