import { type LifecycleStatus, lifecycleStatus } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { ImageFilter, StoredImage } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** An image of the catalog with this registry's own status of it. */
export type ListedImage = StoredImage & { readonly status: LifecycleStatus };

/** One page of the catalog's images that match. */
export async function searchImages(
	needs: Needs,
	actor: Actor,
	filter: Omit<ImageFilter, "accountId" | "state"> & { readonly state?: string | undefined },
): Promise<ListedImage[]> {
	const state = filter.state === undefined ? undefined : { name: filter.state, at: needs.now() };
	const { accountId } = actor;
	return withStatuses(needs, await needs.store.read.images.search({ ...filter, state, accountId }));
}

/** One image of the catalog by its id. Throws `image-not-found`. */
export async function getImage(needs: Needs, actor: Actor, id: number): Promise<ListedImage> {
	const image = await needs.store.read.images.find(actor.accountId, id);
	const [listed] = image ? await withStatuses(needs, [image]) : [];
	if (!listed) throw fault("image-not-found", { uid: String(id) });
	return listed;
}

async function withStatuses(needs: Needs, images: readonly StoredImage[]): Promise<ListedImage[]> {
	const lifecycles = await needs.store.read.lifecycles.listOfImages(images.map(({ id }) => id));
	const now = needs.now();
	return images.map((image) => ({ ...image, status: lifecycleStatus(lifecycles.get(image.id) ?? null, now) }));
}
