import { fault } from "../../core/errors.ts";
import type { StoredImage, Usage } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** An image of the catalogue with every range of revisions that maps it. */
export interface LookedUpImage {
	readonly image: StoredImage;
	readonly usages: readonly Usage[];
}

const mostUsages = 10_000;

/** Every image of that uid, in any cloud, with its uses over all revisions. Throws `image-not-found`. */
export async function lookUpImage(needs: Needs, actor: Actor, uid: string): Promise<LookedUpImage[]> {
	const reads = needs.store.read;
	const images = await reads.images.listByUid(actor.accountId, uid);
	if (images.length === 0) throw fault("image-not-found", { uid });
	const usages = await reads.settings.listUsages(
		images.map((image) => image.id),
		{ limit: mostUsages },
	);
	return images.map((image) => ({ image, usages: usages.filter((usage) => usage.imageId === image.id) }));
}
