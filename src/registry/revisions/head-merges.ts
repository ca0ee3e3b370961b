import type { RevisionPoint } from "../../core/revision/index.ts";
import type { StoredComponent, Transaction } from "../../storage/store.ts";
import { headNumber } from "../components/component-content.ts";

/** An edit's change to the list of uncommitted merges of HEAD. The audit stores it, so that it can be undone. */
export interface HeadMergesChange {
	readonly added: readonly RevisionPoint[];
	readonly removed: readonly RevisionPoint[];
}

/** The commits that were merged into HEAD since the newest commit. */
export async function listHeadMerges(tx: Transaction, component: StoredComponent): Promise<RevisionPoint[]> {
	const merges = await tx.merges.list([component.id]);
	return merges
		.filter((merge) => merge.number === headNumber(component))
		.map((merge) => ({ lineage: merge.fromLineage, number: merge.fromNumber }));
}

/** Writes a change of that list. */
export async function changeHeadMerges(
	tx: Transaction,
	component: StoredComponent,
	{ added, removed }: HeadMergesChange,
): Promise<void> {
	const merge = (from: RevisionPoint) => ({
		componentId: component.id,
		number: headNumber(component),
		fromLineage: from.lineage,
		fromNumber: from.number,
	});
	for (const point of removed) await tx.merges.remove(merge(point));
	for (const point of added) await tx.merges.add(merge(point));
}

/** The inverse of a change of the list. */
export function invertHeadMerges({ added, removed }: HeadMergesChange): HeadMergesChange {
	return { added: removed, removed: added };
}

/** True if the list stays the same. */
export function isSameHeadMerges({ added, removed }: HeadMergesChange): boolean {
	return added.length === 0 && removed.length === 0;
}
