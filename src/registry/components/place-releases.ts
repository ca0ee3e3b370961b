import { awsPartition } from "../../core/image/index.ts";
import type { NumberedRelease, StoredRelease } from "../../storage/store.ts";

/**
 * True if the part of a map with this name includes a cloud. A part is what one list covers: `all`, a cloud type
 * (`type gcp`), an AWS partition (`aws us-gov`), or the clouds themselves.
 */
export function partIncludes(part: string, cloud: string): boolean {
	if (part === "all") return true;
	const [, kind, name = ""] = /^(type|aws) (\S+)$/.exec(part) ?? [];
	if (kind === "type") return cloud === name || cloud.startsWith(`${name}-`);
	if (kind === "aws") return cloud.startsWith("aws-") && awsPartition(cloud.slice("aws-".length)) === name;
	return part.split(" ").includes(cloud);
}

/** True if a list of this release covers the cloud. */
export function releaseCovers({ parts }: Pick<StoredRelease, "parts">, cloud: string): boolean {
	return Object.keys(parts).some((part) => partIncludes(part, cloud));
}

/** A place whose image is of an earlier release than its revision's. */
export interface PlaceBehind {
	readonly cloud: string;
	readonly release: string;
}

/**
 * The release that a cloud has at a revision: that of the newest commit up to it whose list covers the cloud. Null if
 * no list did, or the list names no release.
 */
export function releaseOfPlace(
	releases: readonly NumberedRelease[],
	at: { readonly number: number; readonly cloud: string },
): string | null {
	return releases.findLast((one) => one.number <= at.number && releaseCovers(one, at.cloud))?.version ?? null;
}

/** The clouds of a revision that are still at an earlier release, because its own list does not cover them. */
export function placesBehind(
	releases: readonly NumberedRelease[],
	revision: { readonly number: number; readonly release: StoredRelease | null },
	clouds: readonly string[],
): PlaceBehind[] {
	const { number, release: own } = revision;
	if (own === null) return [];
	return clouds.flatMap((cloud) => {
		if (releaseCovers(own, cloud)) return [];
		const release = releaseOfPlace(releases, { number, cloud });
		return release === null || release === own.version ? [] : [{ cloud, release }];
	});
}

/** The parts of a map that a revision's own list does not cover, each with the release that it is still at. */
export function partsBehind(
	releases: readonly NumberedRelease[],
	{ number, release: own }: { readonly number: number; readonly release: StoredRelease | null },
): { readonly part: string; readonly release: string }[] {
	if (own === null) return [];
	const latest = new Map<string, string | null>();
	for (const { parts, version } of releases.filter((one) => one.number <= number))
		for (const part of Object.keys(parts)) latest.set(part, version);
	return [...latest].flatMap(([part, release]) =>
		release === null || release === own.version || Object.hasOwn(own.parts, part) ? [] : [{ part, release }],
	);
}
