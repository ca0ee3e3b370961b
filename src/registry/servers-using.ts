import type { ComponentKind } from "../core/index.ts";
import type { Reads, StoredComponent } from "../storage/store.ts";

/** A server that got something of a revision, or runs an image. */
export interface ServerUsage {
	readonly deployment: string;
	readonly name: string;
	/** The revision that it uses; null = the image alone, which no MCI has. */
	readonly through: { readonly kind: ComponentKind; readonly name: string; readonly number: number } | null;
}

/** What servers are looked for by. */
export interface UsedBy {
	/** 0 is HEAD. */
	readonly revisions: readonly { readonly component: StoredComponent; readonly number: number }[];
	readonly imageIds: readonly number[];
}

/** The servers that use one of these revisions or images, by deployment and name. */
export async function listServersUsing(_reads: Reads, _used: UsedBy): Promise<ServerUsage[]> {
	return [];
}
