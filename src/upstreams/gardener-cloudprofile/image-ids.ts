import { type Cloud, cloudOf, type ImageIdentity } from "../../core/image/index.ts";
import type { DocumentPath } from "../document.ts";
import { idProblem } from "../listing/id-problem.ts";
import { imageReference } from "../listing/image-reference.ts";
import { isMembers, textOf } from "../reading/values.ts";
import { type Flavor, withOwnArchitecture } from "./flavors.ts";
import { list } from "./profile.ts";

/** An image of a version, and where it is; or why its entry can't be used. */
export type Found =
	| { readonly flavor: Flavor; readonly place: () => Cloud; readonly image: ImageIdentity }
	| { readonly path: DocumentPath; readonly why: string };

/**
 * The images of a version, in the words of each provider's extension: `regions[].{ami,id}` (AWS, Alibaba Cloud,
 * OpenStack), `urn`, `id` or a gallery's image id (Azure), `image` (Google: a path; OpenStack: a name that is looked
 * up), `path` (vSphere).
 */
export function imagesOf(type: string, whole: Flavor): Found[] {
	const regions = list(whole.members, "regions").map((region, i) =>
		regional(type, whole, region, [...whole.path, "regions", i]),
	);
	const global = globalImage(type, whole);
	if (global) return [...regions, global];
	return regions.length > 0 ? regions : [{ path: whole.path, why: "the version has no image ids" }];
}

function regional(type: string, whole: Flavor, region: unknown, path: DocumentPath): Found {
	if (!isMembers(region)) return { path, why: "the entry is not a region" };
	const name = textOf(region, "name");
	if (name === null || !/^[\w .-]{1,60}$/.test(name)) return { path, why: "the entry has no region's name" };
	const id = textOf(region, "ami") ?? textOf(region, "id") ?? textOf(region, "image");
	if (id === null) return { path, why: `there is no image id for ${name}` };
	const problem = idProblem(type, id);
	if (problem) return { path, why: problem };
	const flavor = withOwnArchitecture(whole, region, path);
	if ("why" in flavor) return flavor;
	return { flavor, ...imageReference(type, name, id) };
}

function globalImage(type: string, flavor: Flavor): Found | undefined {
	const urn = textOf(flavor.members, "urn");
	if (urn !== null) {
		if (/^[^:\s]+:[^:\s]+:[^:\s]+:[^:\s]+$/.test(urn))
			return { flavor, place: () => cloudOf(type, null), image: identity("urn", urn) };
		return { path: [...flavor.path, "urn"], why: `${urn.slice(0, 120)} is not a URN of publisher:offer:sku:version` };
	}
	const gallery = textOf(flavor.members, "communityGalleryImageID") ?? textOf(flavor.members, "sharedGalleryImageID");
	const id = gallery ?? textOf(flavor.members, "id");
	if (id !== null) {
		const problem = idProblem(type, id);
		if (problem) return { path: flavor.path, why: problem };
		return { flavor, place: () => cloudOf(type, null), image: identity(id.startsWith("/") ? "path" : "id", id) };
	}
	const image = textOf(flavor.members, "image");
	if (image !== null)
		return {
			flavor,
			...(type === "openstack"
				? { place: () => cloudOf(type, null), image: identity("name", image) }
				: imageReference(type, null, image)),
		};
	const path = textOf(flavor.members, "path");
	return path === null ? undefined : { flavor, place: () => cloudOf(type, null), image: identity("path", path) };
}

function identity(kind: ImageIdentity["kind"], uid: string): ImageIdentity {
	return { kind, uid, checksum: null };
}
