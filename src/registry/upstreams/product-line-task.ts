import type { ProductLine } from "../../upstreams/source.ts";
import type { Actor } from "../actor.ts";

/** A product line and the list it is of. */
export interface LineTask {
	readonly actor: Actor;
	readonly line: ProductLine;
	/** Id of the list's format. */
	readonly format: string;
	/** What people call the list. */
	readonly from: string;
	readonly allowOlder: boolean;
}
