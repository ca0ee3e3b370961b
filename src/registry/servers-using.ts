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

/**
 * The servers that use one of these revisions or images, each once, by deployment and name. One that uses several is told with its MCI,
 * else with its template.
 */
export async function listServersUsing(reads: Pick<Reads, "servers">, { revisions, imageIds }: UsedBy): Promise<ServerUsage[]> {
	const byKey = new Map(revisions.map((one) => [`${one.component.id}@${one.number}`, one]));
	const componentIds = [...new Set(revisions.map(({ component }) => component.id))];
	const found = await reads.servers.listUsing({ componentIds, imageIds });
	return found.flatMap(({ deployment, name, mci, template, imageId }): ServerUsage[] => {
		const used = (mci && byKey.get(`${mci.id}@${mci.number}`)) ?? byKey.get(`${template.id}@${template.number}`);
		if (used) return [{ deployment, name, through: { kind: used.component.kind, name: used.component.name, number: used.number } }];
		return imageIds.includes(imageId) ? [{ deployment, name, through: null }] : [];
	});
}
