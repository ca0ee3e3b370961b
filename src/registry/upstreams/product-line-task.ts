import type { ProductLine } from "../../upstreams/source.ts";
import type { Actor } from "../actor.ts";

/** A product line with its list. */
export interface LineTask {
	readonly actor: Actor;
	readonly line: ProductLine;
	/** Id of the list's format. */
	readonly format: string;
	/** The list's name in messages. */
	readonly from: string;
	readonly allowOlder: boolean;
}
