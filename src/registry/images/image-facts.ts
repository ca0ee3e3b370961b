import type { KnownImage } from "../../core/resolve/index.ts";
import type { Reads } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** What the catalogue, and this registry itself, say of an image in one cloud; nulls for one that nobody has heard of. */
export async function knownImage(
	reads: Reads,
	actor: Actor,
	asked: { readonly cloud: string; readonly uid: string },
): Promise<KnownImage> {
	const images = await reads.images.listByUid(actor.accountId, asked.uid);
	const found = images.find((image) => image.cloud === asked.cloud);
	if (!found) return { image: null, lifecycle: null };
	const { id, ...image } = found;
	return { image, lifecycle: (await reads.lifecycles.listOfImages([id])).get(id) ?? null };
}
