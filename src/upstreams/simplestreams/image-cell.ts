import type { Cloud, ImageIdentity } from "../../core/image/index.ts";

/** An item as a cell of the map; `place` may throw the fault of a cloud's name. */
export interface ImageCell {
	readonly image: ImageIdentity;
	readonly place: () => Cloud;
}
