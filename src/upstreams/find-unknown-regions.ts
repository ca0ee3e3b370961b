import { findKnownCloud, knownCloudSlugs, nearestNames } from "../core/image/index.ts";
import type { Listing, ListWarning } from "./source.ts";

/** Cloud types whose regions are all known, but for the newest. */
const knownTypes: Readonly<Record<string, string>> = { aws: "AWS", azure: "Azure" };

/** Regions of a list that are not known, and which known one each may mean: a new region, or a misspelled one. */
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
