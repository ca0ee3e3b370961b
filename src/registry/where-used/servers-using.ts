import type { ComponentKind } from "../../core/component/index.ts";
import type { Reads, StoredComponent } from "../../storage/store.ts";

/** A server that got something from a revision, or runs an image. */
export interface ServerUsage {
	readonly deployment: string;
	readonly name: string;
	/** The revision that it uses; null = only the image, which no MCI maps. */
	readonly through: { readonly kind: ComponentKind; readonly name: string; readonly number: number } | null;
}

/** The images and revisions whose servers to find. */
export interface UsedBy {
	/** 0 is HEAD. */
	readonly revisions: readonly { readonly component: StoredComponent; readonly number: number }[];
	readonly imageIds: readonly number[];
}

/**
 * The servers that use one of these, each once, by deployment and name. The question narrows: for images, the servers
 * that have one, whatever it came from; for MCIs, those that got one, not all of the templates that have it; otherwise
 * those of the templates.
 */
export async function listServersUsing(
	reads: Pick<Reads, "servers">,
	{ revisions, imageIds }: UsedBy,
): Promise<ServerUsage[]> {
	const byKey = new Map(revisions.map((one) => [`${one.component.id}@${one.number}`, one]));
	const componentIds = imageIds.length > 0 ? [] : [...new Set(revisions.map(({ component }) => component.id))];
	const hasMci = revisions.some(({ component }) => component.kind === "mci");
	const found = await reads.servers.listUsing({ componentIds, imageIds });
	return found.flatMap(({ deployment, name, mci, template }): ServerUsage[] => {
		const given = mci && byKey.get(`${mci.id}@${mci.number}`);
		const used = given ?? (hasMci || imageIds.length > 0 ? undefined : byKey.get(`${template.id}@${template.number}`));
		if (used)
			return [
				{ deployment, name, through: { kind: used.component.kind, name: used.component.name, number: used.number } },
			];
		return imageIds.length > 0 ? [{ deployment, name, through: null }] : [];
	});
}
