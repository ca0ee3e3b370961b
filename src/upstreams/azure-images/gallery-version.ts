import { parseArchitecture, readImageName } from "../../core/image/index.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { withoutArchitecture } from "../listing/without-architecture.ts";
import { readTime } from "../reading/read-time.ts";
import { isMembers, type Members, membersOf, textOf } from "../reading/values.ts";
import { type AzureImage, generationOf } from "./azure-image.ts";

const versionPattern = /\/galleries\/([^/]+)\/images\/([^/]+)\/versions\/([^/]+)$/i;

/** Gallery, definition and version from the id of a gallery image version; undefined for any other id. */
export function galleryParts(id: string): { gallery: string; definition: string; version: string } | undefined {
	const [, gallery, definition, version] = versionPattern.exec(id) ?? [];
	return id.startsWith("/") && gallery && definition && version ? { gallery, definition, version } : undefined;
}

/**
 * An entry of `az sig image-version list`, or why it can't be used. One id stands for the copies in all its target
 * regions.
 */
export function readGalleryVersion(row: Members, id: string): AzureImage | string {
	const parts = galleryParts(id);
	if (!parts) return `${id.slice(0, 120)} is not a gallery image version's id`;
	const { gallery, definition, version } = parts;
	const profile = membersOf(Object.hasOwn(row, "publishingProfile") ? row.publishingProfile : undefined);
	const regions = regionsOf(row, profile);
	if (regions.length === 0) return "the version has neither target regions nor a location";
	const state = textOf(row, "provisioningState");
	if (state !== null && state !== "Succeeded") return `the version's provisioning state is ${state}`;
	const read = readImageName(definition);
	const published = textOf(row, "architecture") ?? read.publishedArchitecture;
	const architecture = published === null ? null : (parseArchitecture(published) ?? null);
	const publishedAt = readTime(textOf(profile, "publishedDate"));
	return {
		line: [gallery, definition, architecture]
			.filter((part) => part !== null)
			.join("/")
			.toLowerCase(),
		words: withoutArchitecture(definition, architecture),
		description: `${definition} in the Azure compute gallery ${gallery}`,
		tie: gallery,
		architecture,
		version,
		releasedAt: publishedAt,
		isOwnRelease: false,
		name: `${definition}-${version}`,
		regions,
		heldIn: heldIn(profile, regions),
		identity: { kind: "path", uid: id, checksum: null },
		facts: knownFacts({
			name: definition,
			os: read.os,
			osVersion: read.osVersion,
			architecture,
			publishedArchitecture: published,
			variant: generationOf(definition),
			state: isExcluded(profile) ? "held" : "active",
			release: version,
			createdAt: publishedAt,
			endOfLifeAt: readTime(textOf(profile, "endOfLifeDate")),
		}),
	};
}

function isExcluded(members: Members): boolean {
	return textOf(members, "excludeFromLatest") === "true";
}

/** The regions in which the version is excluded from latest, with Azure's words for it. */
function heldIn(profile: Members, regions: readonly string[]): ReadonlyMap<string, string> {
	const excluded = isExcluded(profile)
		? regions
		: targetsOf(profile).flatMap((target) => (isExcluded(target) ? (textOf(target, "name") ?? []) : []));
	return new Map(excluded.map((region) => [region, "excluded from latest"]));
}

function targetsOf(profile: Members): Members[] {
	const targets = Object.hasOwn(profile, "targetRegions") ? profile.targetRegions : [];
	return Array.isArray(targets) ? targets.filter((target: unknown) => isMembers(target)) : [];
}

function regionsOf(row: Members, profile: Members): string[] {
	const names = targetsOf(profile).flatMap((target) => textOf(target, "name") ?? []);
	return names.length > 0 ? names : [textOf(row, "location") ?? []].flat();
}
