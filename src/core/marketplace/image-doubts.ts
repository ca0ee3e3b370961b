import type { Image } from "../image/image.ts";
import { isPrivateHost } from "./private-host.ts";
import { isPublicVendor } from "./public-vendors.ts";

/** A reason why other accounts may not be able to use an image. */
export interface ImageDoubt {
	/**
	 * `image-private` its owner has not shared it with all · `image-gone` its cloud or publisher has withdrawn it ·
	 * `image-deprecated` · `image-unreachable` its URL leads into a private network · `image-unproven` it is not known
	 * whether others may use it.
	 */
	readonly code: "image-private" | "image-gone" | "image-deprecated" | "image-unreachable" | "image-unproven";
	/** Names cloud and id. */
	readonly text: string;
	readonly cloud: string;
	readonly uid: string;
}

/** The doubts about publishing an image at a time (UTC ISO); empty if no problem is known. */
export function imageDoubts(
	image: Image,
	asked: { readonly now: string; readonly ownNames: readonly string[] },
): ImageDoubt[] {
	const named = `image ${image.uid} in ${image.cloud}`;
	const doubt = (code: ImageDoubt["code"], said: string): ImageDoubt => ({
		code,
		text: `${named} ${said}`,
		cloud: image.cloud,
		uid: image.uid,
	});
	const reach = reachDoubt(image, asked.ownNames);
	return [
		...(image.state === "deleted" || isPast(image.deletedAt, asked.now)
			? [doubt("image-gone", "is withdrawn: no server can be started from it")]
			: []),
		...(image.state === "deprecated" || isPast(image.deprecatedAt, asked.now)
			? [doubt("image-deprecated", "is deprecated by its publisher")]
			: []),
		...(reach ? [doubt(reach.code, reach.said)] : []),
	];
}

function reachDoubt(
	image: Image,
	ownNames: readonly string[],
): { readonly code: ImageDoubt["code"]; readonly said: string } | undefined {
	const { visibility, owner, kind, uid } = image;
	if ((kind === "artifact" || kind === "object") && isPrivateHost(uid)) {
		return { code: "image-unreachable", said: "is at an address of a private network, which others don't reach" };
	}
	if (visibility === "private")
		return { code: "image-private", said: "is private: others can't use it until its owner shares it with them" };
	if (visibility === "shared")
		return {
			code: "image-private",
			said: "is shared with some only: others can't use it until its owner shares it with them",
		};
	if (visibility === "public" || kind === "urn" || kind === "artifact" || owner === null || isPublicVendor(owner))
		return undefined;
	const isOwn = ownNames.some((name) => name.toLowerCase() === owner.toLowerCase());
	return {
		code: "image-unproven",
		said: `belongs to ${isOwn ? "this account" : owner}, and nobody has said whether others may use it`,
	};
}

function isPast(time: string | null, now: string): boolean {
	return time !== null && time <= now;
}
