import { canonicalJson } from "../../base/canonical-json.ts";
import { compareText } from "../../base/compare-text.ts";
import { fault } from "../errors.ts";
import { parseBoundedJson } from "./bounded-json.ts";
import {
	type BundlePublisher,
	bundleLimits,
	comparePublished,
	type PublishedRevision,
	type PublishedState,
	publishedStates,
	type RevisionLifecycle,
} from "./bundle.ts";
import { checkOnce, lifecycleList, offeredParts, publisherParts } from "./bundle-statement.ts";
import {
	openSigned,
	readSigned,
	type Sha256Hex,
	type SignatureCheck,
	type SigningKey,
	signPayload,
} from "./envelope.ts";
import {
	countAt,
	foreignFault,
	listAt,
	memberPlace,
	membersAt,
	nullOr,
	patternAt,
	textAt,
	timeAt,
	wordAt,
} from "./foreign-value.ts";
import type { BundleFile } from "./make-bundle.ts";
import { formatAt, lifecycleAt, offeredAt, offeredKeys, publisherAt, textLimits } from "./read-statement.ts";

/** A publication as a feed lists it. */
export interface FeedPublication extends PublishedRevision {
	readonly state: PublishedState;
	readonly shortDescription: string;
	/** UTC ISO time. */
	readonly publishedAt: string;
	/** SHA-256 (hex) of the bundle that holds it; null exactly when it is retracted. */
	readonly bundle: string | null;
}

/** The current contents of a feed: its only file that changes. */
export interface FeedIndex {
	readonly publisher: BundlePublisher;
	/** Grows with every index of this publisher, so that an older one is known as older. */
	readonly sequence: number;
	/**
	 * UTC ISO times. After `expires` the index is refused: whoever serves it may have stopped passing on newer ones.
	 */
	readonly created: string;
	readonly expires: string;
	/** By kind, lineage and number, each revision once. */
	readonly publications: readonly FeedPublication[];
	/** What the publisher says of revisions' lives; those that are not told are active. By lineage and number. */
	readonly lifecycles: readonly RevisionLifecycle[];
	/** Bundles that publications name, with the bytes of each; by digest. */
	readonly bundles: readonly { readonly digest: string; readonly size: number }[];
}

export const feedPayloadType = "application/vnd.multicloud-images.feed+json";
export const feedFormat = { format: "multicloud-images/feed", version: 1 } as const;
/** The name of the index in a feed's directory. */
export const feedIndexName = "index.json";
/** Maximum size of an index in bytes. */
export const feedIndexLimit = 16 * 1024 * 1024;

/** Signs an index. Deterministic: the order of its lists does not matter. Throws `bundle-invalid`. */
export function makeFeedIndex(
	index: FeedIndex,
	signing: { readonly key: SigningKey; readonly sha256Hex: Sha256Hex },
): BundleFile {
	const text = canonicalJson(signPayload(feedPayloadType, indexText(index), signing));
	return { text, digest: signing.sha256Hex(text) };
}

/** The fingerprint of the key that an index claims to be signed with; not verified yet. Throws `bundle-invalid`. */
export function feedIndexKey(text: string, sha256Hex: Sha256Hex): string {
	return readIndex(text, sha256Hex).fingerprint;
}

/**
 * Verifies an index against the key of the `trusted` fingerprint and returns it. Does not check its age or expiry;
 * `checkFeedTime` does. Throws `bundle-key-unknown`, `bundle-tampered` or `bundle-invalid`.
 */
export function openFeedIndex(text: string, trusted: string, check: SignatureCheck): FeedIndex {
	const signed = openSigned(readIndex(text, check.sha256Hex), trusted, check);
	const value = parseBoundedJson("the index", signed, { depth: 5, values: bundleLimits.values });
	formatAt(value, feedFormat);
	const members = membersAt("the index", value, [
		...(["format", "version", "publisher", "sequence", "created", "expires"] as const),
		...(["publications", "lifecycles", "bundles"] as const),
	]);
	const index: FeedIndex = {
		publisher: publisherAt("publisher", members.publisher, trusted),
		sequence: countAt("sequence", members.sequence, 2 ** 31 - 1),
		created: timeAt("created", members.created),
		expires: timeAt("expires", members.expires),
		publications: listAt("publications", members.publications, {
			limit: bundleLimits.publications,
			read: feedPublicationAt,
		}),
		lifecycles: listAt("lifecycles", members.lifecycles, { limit: bundleLimits.objects, read: lifecycleAt }),
		bundles: listAt("bundles", members.bundles, { limit: bundleLimits.publications, read: feedBundleAt }),
	};
	if (indexText(index) !== signed) throw foreignFault("the index", "is not canonical JSON");
	return index;
}

/** A reader's knowledge of a feed: the current time, and the last index it accepted. */
export interface FeedMemory {
	readonly now: string;
	/** 0 and null = none was taken yet. */
	readonly sequence: number;
	/** SHA-256 (hex) of that index. */
	readonly digest: string | null;
}

/**
 * Throws `feed-expired`, or `feed-replayed` for an index older than one already seen, or a different one with the
 * same sequence.
 */
export function checkFeedTime(index: FeedIndex, digest: string, memory: FeedMemory): void {
	const { sequence, expires } = index;
	if (
		sequence < memory.sequence ||
		(sequence === memory.sequence && memory.digest !== null && digest !== memory.digest)
	) {
		throw fault("feed-replayed", { publisher: index.publisher.name, sequence, seen: memory.sequence });
	}
	if (expires <= memory.now) throw fault("feed-expired", { publisher: index.publisher.name, expires, now: memory.now });
}

function readIndex(text: string, sha256Hex: Sha256Hex) {
	// Base64 makes the payload longer by a third.
	const value = parseBoundedJson("the index", text, { depth: 4, values: 20 });
	const sealed = readSigned(membersAt("the index", value, ["envelope", "publicKey"]), {
		payloadType: feedPayloadType,
		limit: feedIndexLimit,
		sha256Hex,
	});
	if (canonicalJson(sealed.parts) !== text) throw foreignFault("the index", "is not canonical JSON");
	return sealed;
}

function indexText(index: FeedIndex): string {
	const publications = [...index.publications]
		.sort(comparePublished)
		.map(({ state, shortDescription, publishedAt, bundle, ...offered }) => {
			return { ...offeredParts(offered), state, shortDescription, publishedAt, bundle };
		});
	checkOnce("publications", publications);
	const bundles = [...index.bundles]
		.sort((a, b) => compareText(a.digest, b.digest))
		.map(({ digest, size }) => ({ digest, size }));
	checkBundles(publications, new Set(bundles.map(({ digest }) => digest)), bundles.length);
	const { sequence, created, expires } = index;
	if (expires <= created) throw foreignFault("expires", "is not after created");
	const lifecycles = lifecycleList(index.lifecycles);
	return canonicalJson({
		...feedFormat,
		publisher: publisherParts(index.publisher),
		sequence,
		created,
		expires,
		publications,
		lifecycles,
		bundles,
	});
}

/** Every referenced bundle is listed exactly once, and no other bundle is listed. */
function checkBundles(publications: readonly FeedPublication[], told: ReadonlySet<string>, count: number): void {
	if (told.size !== count) throw foreignFault("bundles", "list a digest twice");
	const named = new Set<string>();
	publications.forEach(({ bundle, state }, i) => {
		const place = `publications[${i}].bundle`;
		if ((bundle === null) !== (state === "retracted"))
			throw foreignFault(place, "must be absent if, and only if, the publication is retracted");
		if (bundle === null) return;
		if (!told.has(bundle)) throw foreignFault(place, "is not in bundles");
		named.add(bundle);
	});
	if (named.size !== told.size) throw foreignFault("bundles", "contain one that no publication refers to");
}

function feedPublicationAt(place: string, value: unknown): FeedPublication {
	const members = membersAt(place, value, [...offeredKeys, "state", "shortDescription", "publishedAt", "bundle"]);
	return {
		...offeredAt(place, members),
		state: wordAt(memberPlace(place, "state"), members.state, publishedStates),
		shortDescription: textAt(memberPlace(place, "shortDescription"), members.shortDescription, textLimits.short),
		publishedAt: timeAt(memberPlace(place, "publishedAt"), members.publishedAt),
		bundle: nullOr(memberPlace(place, "bundle"), members.bundle, bundleDigestAt),
	};
}

function feedBundleAt(place: string, value: unknown): FeedIndex["bundles"][number] {
	const { digest, size } = membersAt(place, value, ["digest", "size"]);
	return {
		digest: bundleDigestAt(memberPlace(place, "digest"), digest),
		size: countAt(memberPlace(place, "size"), size, bundleLimits.file),
	};
}

/** The digest in a file's name: hex digits only, so that no name is a path. */
function bundleDigestAt(place: string, value: unknown): string {
	return patternAt(place, value, { pattern: /^[0-9a-f]{64}$/, form: "64 lowercase hex digits" });
}
