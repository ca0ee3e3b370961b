import type { ListedImage } from "../../../registry/images/search-images.ts";
import type { StoredImage, Usage } from "../../../registry/stored.ts";

/** An image in an answer. */
export function presentImage(image: StoredImage): StoredImage {
	return image;
}

/** An image with this registry's own status of it. */
export function presentListedImage(image: ListedImage): ListedImage {
	return image;
}

export function presentUsage(usage: Usage) {
	return {
		mci: usage.mciName,
		cloud: usage.cloud,
		revisions: usage.firstRevision === 0 ? null : { first: usage.firstRevision, last: usage.lastRevision },
		head: usage.head,
		latest: usage.current > 0 && usage.firstRevision <= usage.current && usage.current <= usage.lastRevision,
	};
}
