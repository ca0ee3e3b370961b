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
 * built again under it is named by its whole name, and later ones by their name and time.
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
		const isNew = (version: string | null) => !seen.has(JSON.stringify([image.line, version]));
		const again = image.releasedAt === null ? image.name : `${image.name}-${compactTime(image.releasedAt)}`;
		let version = [image.version, image.name, again].find(isNew);
		for (let n = 2; version === undefined; n++) version = [`${again}-${n}`].find(isNew);
		versions[i] = version;
		seen.add(JSON.stringify([image.line, version]));
	}
	return versions;
}

/** A time as part of a version: `20240301T101500`. */
function compactTime(time: string): string {
	return time.slice(0, 19).replace(/[-:]/g, "");
}
