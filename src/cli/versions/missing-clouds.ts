import type { Client, NewCloud } from "../../client/generated/registry.ts";
import { ProblemError } from "../../client/request.ts";
import { fault } from "../../core/errors.ts";
import {
	artifactPrefix,
	cloudType,
	findKnownCloud,
	isArtifactPlace,
	knownCloudSlugs,
	nearestNames,
} from "../../core/image/index.ts";

/**
 * Adds the clouds that the registry lacks and that are described here: places for artifacts, whose name says
 * everything, and the given ones. Rejects with `cloud-not-found` for any other before one is added, because it may be a
 * typo. A dry run adds none.
 */
export async function addMissingClouds(
	client: Client,
	slugs: Iterable<string>,
	options: { readonly given?: readonly NewCloud[]; readonly dryRun?: boolean } = {},
): Promise<void> {
	const told = new Map((options.given ?? []).map((cloud) => [cloud.slug, cloud]));
	const missing: NewCloud[] = [];
	for (const slug of slugs) {
		if (findKnownCloud(slug) || (await isThere(client, slug))) continue;
		if (!told.has(slug) && !isArtifactPlace(slug))
			throw fault("cloud-not-found", { cloud: slug, near: nearestNames(slug, knownCloudSlugs()) });
		missing.push(told.get(slug) ?? artifactPlaceOf(slug));
	}
	if (!options.dryRun) for (const cloud of missing) await addUnlessThere(client, cloud);
}

async function isThere(client: Client, slug: string): Promise<boolean> {
	try {
		await client.getCloud(slug);
		return true;
	} catch (error) {
		if (error instanceof ProblemError && error.code === "cloud-not-found") return false;
		throw error;
	}
}

function artifactPlaceOf(slug: string): NewCloud {
	const [platform = "", ...format] = slug.slice(artifactPrefix.length).split("-");
	return { slug, type: cloudType(platform), name: `${platform} ${format.join("-")} artifact` };
}

async function addUnlessThere(client: Client, cloud: NewCloud): Promise<void> {
	try {
		await client.addCloud(cloud);
	} catch (error) {
		// Someone else was faster.
		if (!(error instanceof ProblemError) || error.code !== "cloud-exists") throw error;
	}
}
