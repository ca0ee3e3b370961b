import { canonicalJson } from "../../base/canonical-json.ts";
import { type ComponentKind, componentKinds } from "../component/component-kind.ts";
import type { ContentOf } from "../component/content.ts";
import type { Cloud } from "../image/cloud.ts";
import { type Image, type ImageFacts, noFacts, sameImage } from "../image/image.ts";
import type { Setting } from "../image/setting.ts";
import { contentDigest } from "../revision/canonical-form.ts";
import {
	digestAt,
	foreignFault,
	lineageAt,
	listAt,
	memberPlace,
	membersAt,
	nullOr,
	revisionNumberAt,
	textAt,
	timeAt,
	wordAt,
} from "./foreign-value.ts";
import { readCloud, readContent, readImage } from "./read-content.ts";

/**
 * A revision as it is transferred between accounts and installations: everything that a copy needs, and nothing
 * about its account.
 */
export interface PackedRevision<K extends ComponentKind = ComponentKind> {
	readonly kind: K;
	readonly lineage: string;
	/** 0 = a shared HEAD. */
	readonly number: number;
	/** Of the content, as `contentDigest` makes it. */
	readonly digest: string;
	/** Its name is in it. */
	readonly content: ContentOf<K>;
	/** UTC ISO time. Null for a shared HEAD. */
	readonly commit: {
		readonly message: string;
		readonly author: string;
		readonly at: string;
		/** Why its publisher holds it back; absent for a commit that `@latest` may mean. */
		readonly heldBack?: string;
	} | null;
	/** What the clouds of an MCI's settings are, one per setting in their order; empty for other kinds. */
	readonly clouds: readonly Cloud[];
	/**
	 * What is known of the images of an MCI's settings, in their order, at most one per setting; empty for other kinds.
	 */
	readonly images: readonly Image[];
}

/** The name of the text format. A change of the format gets a new name, so digests never change their meaning. */
export const packedFormat = "packed-revision/1";

/**
 * The canonical text of a packed revision: canonical JSON (RFC 8785) of its format and all its members, absent
 * values as null. A bundle's objects contain it, and their digests are computed from it.
 * `parsePackedRevision(JSON.parse(packedForm(packed)))` equals `packed`.
 */
export function packedForm({ kind, lineage, number, digest, content, commit, clouds, images }: PackedRevision): string {
	return canonicalJson({
		format: packedFormat,
		kind,
		lineage,
		number,
		digest,
		content,
		commit,
		clouds: clouds.map(cloudParts),
		images: images.map(imageParts),
	});
}

/**
 * Parses an untrusted value, such as `JSON.parse(packedForm(…))`. Checks every value, and builds the content again
 * with the account's own constructors. `place` prefixes the places in errors. Throws `bundle-invalid`. Does not
 * check the digest; `isWholePacked` does, because hashing is the caller's.
 */
export function parsePackedRevision(value: unknown, place = ""): PackedRevision {
	const at = (key: string) => memberPlace(place, key);
	const members = membersAt(place, value, [
		"format",
		"kind",
		"lineage",
		"number",
		"digest",
		"content",
		"commit",
		"clouds",
		"images",
	]);
	if (members.format !== packedFormat)
		throw foreignFault(at("format"), `is not ${packedFormat}, the only supported format`);
	const kind = wordAt(at("kind"), members.kind, componentKinds);
	const number = revisionNumberAt(at("number"), members.number);
	const commit = nullOr(at("commit"), members.commit, readCommit);
	if ((number === 0) !== (commit === null))
		throw foreignFault(at("commit"), number === 0 ? "must be absent for a HEAD" : "is missing");
	const content = readContent(at("content"), kind, members.content);
	const settings = "settings" in content ? content.settings : [];
	const clouds = listAt(at("clouds"), members.clouds, { limit: settings.length, read: readCloud });
	const images = listAt(at("images"), members.images, { limit: settings.length, read: readImage });
	checkClouds(at("clouds"), clouds, settings);
	checkImages(at("images"), images, settings);
	const lineage = lineageAt(at("lineage"), members.lineage);
	const digest = digestAt(at("digest"), members.digest);
	return { kind, lineage, number, digest, content, commit, clouds, images };
}

/** True if the digest of a packed revision matches its content. */
export function isWholePacked(packed: PackedRevision, sha256Hex: (text: string) => string): boolean {
	return contentDigest(packed.content, sha256Hex) === packed.digest;
}

function readCommit(place: string, value: unknown): NonNullable<PackedRevision["commit"]> {
	const isHeldBack = typeof value === "object" && value !== null && Object.hasOwn(value, "heldBack");
	const keys = ["message", "author", "at"] as const;
	const { message, author, at, heldBack } = membersAt(place, value, isHeldBack ? [...keys, "heldBack"] : keys);
	return {
		message: textAt(memberPlace(place, "message"), message, 10_000),
		author: textAt(memberPlace(place, "author"), author, 500),
		at: timeAt(memberPlace(place, "at"), at),
		...(isHeldBack ? { heldBack: textAt(memberPlace(place, "heldBack"), heldBack, 200) } : {}),
	};
}

function checkClouds(place: string, clouds: readonly Cloud[], settings: readonly Setting[]): void {
	const missing = settings.find((setting, i) => clouds[i]?.slug !== setting.cloud);
	if (missing) throw foreignFault(place, `does not describe cloud ${missing.cloud} at the place of its setting`);
}

function checkImages(place: string, images: readonly Image[], settings: readonly Setting[]): void {
	let next = 0;
	images.forEach((image, i) => {
		const found = settings.findIndex(
			(setting, at) => at >= next && setting.cloud === image.cloud && sameImage(setting.image, image),
		);
		if (found === -1)
			throw foreignFault(`${place}[${i}]`, "does not belong to a setting, or is not in the order of the settings");
		next = found + 1;
	});
}

/** A cloud's own members, whatever else a store's row has. */
function cloudParts({ slug, type, region, name }: Cloud): Cloud {
	return { slug, type, region, name };
}

function imageParts(image: Image): Image {
	const { cloud, kind, uid, checksum } = image;
	const facts = Object.fromEntries(Object.keys(noFacts).map((fact) => [fact, image[fact as keyof ImageFacts]]));
	return { ...noFacts, ...facts, cloud, kind, uid, checksum };
}
