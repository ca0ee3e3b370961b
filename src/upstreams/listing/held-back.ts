import type { ListedImage, Release } from "../source.ts";

/**
 * Settles what publishers hold back in a line's releases, which come oldest first. A release whose images are all held
 * back is held back as a whole. Where only some are, those places keep their newest offered image, or have none.
 */
export function settleHeldBack(releases: readonly Release[]): Release[] {
	const offered = new Map<string, { readonly image: ListedImage; readonly release: Release }>();
	return releases.map((release) => {
		const held = release.images.filter(isHeldBack);
		for (const image of release.images) if (!isHeldBack(image)) offered.set(image.cloud.slug, { image, release });
		if (held.length === 0) return release;
		if (held.length === release.images.length) return { ...release, heldBack: reasonsOf(held) };
		const images = release.images.flatMap((image) => {
			if (!isHeldBack(image)) return [image];
			const kept = offered.get(image.cloud.slug);
			return kept ? [datedBy(kept.image, kept.release)] : [];
		});
		return { ...release, images, notes: [...new Set([...release.notes, ...notesOf(held, offered)])] };
	});
}

function isHeldBack({ heldBack }: ListedImage): boolean {
	return heldBack !== undefined && heldBack !== null;
}

function reasonsOf(images: readonly ListedImage[]): string {
	return [...new Set(images.map(({ heldBack }) => heldBack))].join(", ");
}

/** An image in a later release than its own. */
function datedBy(image: ListedImage, { version, releasedAt }: Release): ListedImage {
	return {
		...image,
		facts: {
			...(version === null ? {} : { release: version }),
			...(releasedAt === null ? {} : { createdAt: releasedAt }),
			...image.facts,
		},
	};
}

function notesOf(held: readonly ListedImage[], offered: ReadonlyMap<string, { readonly release: Release }>): string[] {
	return held.map((image) => {
		const { slug } = image.cloud;
		const kept = offered.get(slug)?.release;
		return `${slug} ${kept ? `stays at ${kept.version ?? "the image before"}` : "has no image"}: ${image.heldBack}`;
	});
}
