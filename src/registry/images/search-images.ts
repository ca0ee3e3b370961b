import { fault } from "../../core/errors.ts";
import type { ImageFilter, StoredImage } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** One page of the catalogue's images that match. */
export function searchImages(
	needs: Needs,
	actor: Actor,
	filter: Omit<ImageFilter, "accountId">,
): Promise<StoredImage[]> {
	return needs.store.read.images.search({ ...filter, accountId: actor.accountId });
}

/** One image of the catalogue by its id. Throws `image-not-found`. */
export async function getImage(needs: Needs, actor: Actor, id: number): Promise<StoredImage> {
	const image = await needs.store.read.images.find(actor.accountId, id);
	if (!image) throw fault("image-not-found", { uid: String(id) });
	return image;
}
