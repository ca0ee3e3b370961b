import {
	artifactPlace,
	type Cloud,
	cloudOf,
	cloudType,
	type ImageIdentity,
	imageKindOf,
} from "../../core/image/index.ts";

/** An image as lists write it; `place` can throw the fault of a cloud's name. */
export interface ImageReference {
	readonly place: () => Cloud;
	readonly image: ImageIdentity;
}

/**
 * The image of the text `uid` in a cloud type and region: Google's paths are always global, `owner/name` of AWS is
 * looked up everywhere, a URL with a checksum is an artifact to upload.
 */
export function imageReference(
	type: string,
	region: string | null,
	uid: string,
	checksum: string | null = null,
): ImageReference {
	const kind = cloudType(type);
	const google = /(?:^|\/)(projects\/[^/\s]+\/global\/images\/[^\s]+)$/.exec(uid)?.[1];
	if (google !== undefined)
		return { place: () => cloudOf("gcp", null), image: { kind: "path", uid: google, checksum: null } };
	if (kind === "gcp") return { place: () => cloudOf("gcp", null), image: { kind: "name", uid, checksum: null } };
	if (checksum !== null && /^https?:\/\//.test(uid)) {
		const format = /\.((?:tar\.)?[a-z0-9]{2,6}(?:\.(?:gz|xz|bz2|zst))?)$/i.exec(uid)?.[1] ?? "file";
		return { place: () => artifactPlace(type, format), image: { kind: "artifact", uid, checksum } };
	}
	if (kind === "aws" && /^[^/\s]+\/\S/.test(uid))
		return { place: () => cloudOf("aws", null), image: { kind: "name", uid, checksum: null } };
	return {
		place: () => cloudOf(type, region === "" || region === "global" ? null : region),
		image: { kind: kindOf(uid), uid, checksum: null },
	};
}

function kindOf(uid: string): ImageIdentity["kind"] {
	const kind = imageKindOf(uid);
	return kind === "id" && /^[a-z][a-z0-9+]*:\/\//i.test(uid) ? "object" : kind;
}

/** The cloud type whose ids look like `uid`, or null. */
export function cloudTypeOfId(uid: string): string | null {
	if (/^ami-[0-9a-f]{8,17}$/.test(uid)) return "aws";
	if (/(?:^|\/)projects\/[^/]+\/global\/images\//.test(uid)) return "gcp";
	if (/^\/subscriptions\/|^[^:/\s]+:[^:/\s]+:[^:/\s]+:[^:/\s]+$/.test(uid)) return "azure";
	if (/^ocid1\.image\./.test(uid)) return "oracle";
	if (/^r\d{3}-[0-9a-f]{8}-[0-9a-f-]{27}$/.test(uid)) return "ibm";
	return /^m-[0-9a-z]{18,22}$/.test(uid) ? "alibaba" : null;
}
