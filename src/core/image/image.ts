import { fault } from "../errors.ts";
import type { Architecture } from "./architecture.ts";
import { canonicalUid, imageKey } from "./canonical-uid.ts";
import { type CloudSlug, isArtifactPlace } from "./cloud.ts";

/**
 * How an image is referred to in its cloud: `id` a cloud's own id (`ami-…`, a Glance uuid, an OCID) · `path` a global
 * or gallery path (`projects/p/global/images/i`, `/subscriptions/…`) · `urn` publisher:offer:sku:version · `name`
 * owner/name, looked up by the cloud · `object` an object in a bucket of that region, or a container reference ·
 * `artifact` a URL + checksum to be uploaded before any cloud knows it.
 */
export const imageKinds = ["id", "path", "urn", "name", "object", "artifact"] as const;
export type ImageKind = (typeof imageKinds)[number];

/**
 * Lifecycle according to the publisher or cloud. `inactive` a newer one is recommended · `held` held back by its
 * publisher, such as a preview · `obsolete` no server can be started from it, and its publisher may reactivate it.
 */
export const imageStates = ["active", "inactive", "held", "deprecated", "obsolete", "deleted", "unknown"] as const;
export type ImageState = (typeof imageStates)[number];

/** The identity of an image in its cloud. The checksum counts: the same URL with other bytes is another image. */
export interface ImageIdentity {
	readonly kind: ImageKind;
	readonly uid: string;
	/** `sha256:<hex>` or `sha512:<hex>` of an artifact; null for images that live in a cloud. */
	readonly checksum: string | null;
}

/** Facts from a publisher or a cloud. Text as published; null = unknown. Dates are UTC ISO 8601. */
export interface ImageFacts {
	readonly name: string | null;
	readonly os: string | null;
	/** A version is text, never a number: `18.04`, `12.10`. */
	readonly osVersion: string | null;
	readonly architecture: Architecture | null;
	/** The publisher's own spelling of the architecture. */
	readonly publishedArchitecture: string | null;
	/** What tells siblings of one release apart: pv/hvm, gen1/gen2, BYOL, firmware … */
	readonly variant: string | null;
	readonly owner: string | null;
	readonly visibility: "public" | "private" | "shared" | null;
	readonly state: ImageState;
	/** The upstream's own release number of this very image. */
	readonly release: string | null;
	readonly createdAt: string | null;
	readonly deprecatedAt: string | null;
	readonly deletedAt: string | null;
	/** End of life as announced: after it no fixes come. */
	readonly endOfLifeAt: string | null;
	/** Name or uid of the image that takes its place. */
	readonly replacement: string | null;
	/** Where its bytes or its page can be fetched, when that is not the uid itself. */
	readonly url: string | null;
}

export interface Image extends ImageIdentity, ImageFacts {
	readonly cloud: CloudSlug;
}

/** Facts with every value unknown; spread the known ones over it. */
export const noFacts: ImageFacts = {
	name: null,
	os: null,
	osVersion: null,
	architecture: null,
	publishedArchitecture: null,
	variant: null,
	owner: null,
	visibility: null,
	state: "unknown",
	release: null,
	createdAt: null,
	deprecatedAt: null,
	deletedAt: null,
	endOfLifeAt: null,
	replacement: null,
	url: null,
};

const checksumPattern = /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}|sha1:[0-9a-f]{40}|md5:[0-9a-f]{32})$/;
const uidLimit = 2048;

/**
 * Checks an image reference for a cloud: uid 1–2048 characters without control characters or surrounding space, kind
 * `artifact` exactly in artifact places. Throws `image-invalid`.
 */
export function checkImageIdentity(cloud: string, image: ImageIdentity): ImageIdentity {
	const { kind, uid, checksum } = image;
	const problem = identityProblem(cloud, image);
	if (problem) throw fault("image-invalid", { cloud, uid: uid.slice(0, 200), problem });
	return { kind, uid, checksum };
}

function identityProblem(cloud: string, { kind, uid, checksum }: ImageIdentity): string | undefined {
	if (uid.length === 0) return "the image id is empty";
	if (uid.length > uidLimit) return `the image id is longer than ${uidLimit} characters`;
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
	if (/[\u0000-\u001f\u007f]/.test(uid) || uid.trim() !== uid)
		return "the image id contains control characters or surrounding spaces";
	if (checksum !== null && !checksumPattern.test(checksum))
		return "the checksum is not sha256:<64 hex digits> (or sha512:, sha1:, md5:)";
	if ((kind === "artifact") !== isArtifactPlace(cloud)) {
		return kind === "artifact"
			? "an artifact belongs to an artifact place (artifact-<platform>-<format>), not to a cloud"
			: "an artifact place holds artifacts (URL + checksum), not a cloud's image ids";
	}
	if (kind === "artifact" && !/^(https?|ftp|s3|gs|oci|docker):\/\/\S+$/.test(uid))
		return "the uid of an artifact must be its URL";
	return undefined;
}

/** The kind that the form of `uid` implies: distinguishes URNs, paths and URLs from plain ids. */
export function imageKindOf(uid: string): ImageKind {
	if (/^(?:projects\/|\/(?:subscriptions|communitygalleries|sharedgalleries)\/)/i.test(canonicalUid(uid)))
		return "path";
	if (/^https?:\/\//.test(uid)) return "object";
	if (/^[^:/\s]+:[^:/\s]+:[^:/\s]+:[^:/\s]+$/.test(uid)) return "urn";
	return "id";
}

/** True when both name the same image in one cloud, in whatever spelling. */
export function sameImage(a: ImageIdentity, b: ImageIdentity): boolean {
	if (a.uid === b.uid) return a.kind === b.kind && a.checksum === b.checksum;
	return imageKey(a) === imageKey(b);
}
