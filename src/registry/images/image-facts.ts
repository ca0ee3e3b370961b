import type { KnownImage } from "../../core/resolve/index.ts";
import type { Reads } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** The facts of an image in one cloud, from the catalogue and from this registry; nulls for an unknown image. */
export async function knownImage(
	reads: Reads,
	actor: Actor,
	asked: { readonly cloud: string; readonly uid: string },
): Promise<KnownImage> {
	const images = await reads.images.listByUid(actor.accountId, asked.uid, { quick: true });
	const here = images.filter((image) => image.cloud === asked.cloud);
	const found = here.find((image) => image.uid === asked.uid) ?? here[0];
	if (!found) return { image: null, lifecycle: null };
	const { id, ...image } = found;
	return { image, lifecycle: (await reads.lifecycles.listOfImages([id])).get(id) ?? null };
}
