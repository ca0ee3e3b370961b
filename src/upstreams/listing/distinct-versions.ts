import { compareText } from "../../base/compare-text.ts";

/** An image that is a release of its own. */
export interface OwnRelease {
	readonly line: string;
	/** The release in its name; null when there is none. */
	readonly version: string | null;
	readonly releasedAt: string | null;
	/** Unique in its cloud. */
	readonly name: string;
}

/**
 * The version of each image, in the given order, unique within a line. The oldest image keeps the version; one that was
 * built again under it is named by its whole name.
 */
export function distinctVersions(images: readonly OwnRelease[]): (string | null)[] {
	const versions = images.map(({ version }) => version);
	const seen = new Set<string>();
	const oldestFirst = images
		.map((image, i) => ({ image, i }))
		.sort(
			(a, b) =>
				compareText(a.image.releasedAt ?? "", b.image.releasedAt ?? "") || compareText(a.image.name, b.image.name),
		);
	for (const { image, i } of oldestFirst) {
		const key = JSON.stringify([image.line, image.version]);
		if (seen.has(key)) versions[i] = image.name;
		seen.add(key);
	}
	return versions;
}
