import { findKnownCloud, knownCloudSlugs, nearestNames } from "../core/image/index.ts";
import type { Listing, ListWarning } from "./source.ts";

/** Cloud types whose regions are all known, except for the newest. */
const knownTypes: Readonly<Record<string, string>> = { aws: "AWS", azure: "Azure" };

/** Finds regions of a list that are not known, and suggests the known region that each may mean. */
export function findUnknownRegions({ lines }: Listing): ListWarning[] {
	const seen = new Map<string, ListWarning>();
	for (const { releases } of lines)
		for (const { images } of releases)
			for (const { cloud } of images) {
				const vendor = Object.hasOwn(knownTypes, cloud.type) ? knownTypes[cloud.type] : undefined;
				if (vendor === undefined || cloud.region === null || seen.has(cloud.slug) || findKnownCloud(cloud.slug))
					continue;
				const [near] = nearestNames(cloud.slug, knownCloudSlugs());
				const meant = near === undefined ? "" : `; did you mean ${near}?`;
				seen.set(cloud.slug, {
					row: cloud.slug,
					why: `new cloud: ${cloud.region} is not a known ${vendor} region${meant}`,
				});
			}
	return [...seen.values()];
}
