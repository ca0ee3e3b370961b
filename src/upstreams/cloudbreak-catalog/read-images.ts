import { isFault } from "../../core/errors.ts";
import {
	type Cloud,
	checkImageIdentity,
	cloudOf,
	cloudType,
	type ImageFacts,
	type ImageIdentity,
	imageKindOf,
	isKnownCloudType,
} from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { idProblem } from "../listing/id-problem.ts";
import { isMembers, type Members, plainText, rowOf } from "../reading/values.ts";
import type { ListedImage, Skipped } from "../source.ts";

/** The images of one entry in one type of cloud. */
export interface Part {
	readonly type: string;
	readonly images: readonly ListedImage[];
}

/** Cloudbreak's test double and its container scheduler are listed among the clouds. */
const noClouds: ReadonlyMap<string, string> = new Map([
	["mock", "mock is Cloudbreak's test double, not a cloud"],
	["yarn", "yarn runs containers, it has no machine images"],
]);

/**
 * Reads `images.<cloud>.<region>`, one part per type of cloud. Throws the document's fault for two different ids in one
 * place.
 */
export function readImages(
	document: ListDocument,
	{
		images,
		facts,
		path,
	}: { readonly images: Members; readonly facts: Partial<ImageFacts>; readonly path: DocumentPath },
): { parts: Part[]; skipped: Skipped[] } {
	const skipped: Skipped[] = [];
	const types = new Map<string, Map<string, ListedImage>>();
	for (const [word, regions] of Object.entries(images)) {
		const problem =
			noClouds.get(word) ??
			(isKnownCloudType(word) ? undefined : `${JSON.stringify(word.slice(0, 80))} is not a cloud that is known`);
		if (problem !== undefined || !isMembers(regions)) {
			skipped.push({ row: rowOf([...path, word]), why: problem ?? "the cloud's entry is not an object of regions" });
			continue;
		}
		const type = cloudType(word);
		const isGlobal = type === "gcp" && new Set(Object.values(regions)).size === 1;
		const cells = types.get(type) ?? new Map<string, ListedImage>();
		types.set(type, cells);
		for (const [region, id] of Object.entries(regions)) {
			const uid = plainText(id) ?? "";
			const image: ImageIdentity = { kind: kindOf(type, uid), uid, checksum: null };
			const cloud = placeOf({ type, region: isGlobal || region === "default" ? null : region, image });
			if (typeof cloud === "string") {
				skipped.push({ row: rowOf([...path, word, region]), why: cloud });
				continue;
			}
			const before = cells.get(cloud.slug);
			if (before && before.image.uid !== uid) {
				throw document.malformed(
					[...path, word, region],
					`two images for ${cloud.slug}: ${before.image.uid} and ${uid}`,
				);
			}
			cells.set(cloud.slug, { cloud, image, facts });
		}
	}
	const parts = [...types]
		.map(([type, cells]) => ({ type, images: [...cells.values()] }))
		.filter((part) => part.images.length > 0);
	return { parts, skipped };
}

/** Azure's VHDs and Google's tarballs are objects in a bucket, OpenStack's images are looked up by name. */
function kindOf(type: string, uid: string): ImageIdentity["kind"] {
	const kind = imageKindOf(uid);
	if (kind !== "id") return kind;
	if (type === "gcp" || type === "azure") return "object";
	return type === "openstack" ? "name" : "id";
}

function placeOf({
	type,
	region,
	image,
}: {
	readonly type: string;
	readonly region: string | null;
	readonly image: ImageIdentity;
}): Cloud | string {
	const problem = idProblem(type, image.uid);
	if (problem !== undefined) return problem;
	if (type === "aws" && region === null) return "the id of an AMI belongs to a region, and none is named";
	try {
		const cloud = cloudOf(type, region);
		checkImageIdentity(cloud.slug, image);
		return cloud;
	} catch (error) {
		if (isFault(error)) return error.message;
		throw error;
	}
}
