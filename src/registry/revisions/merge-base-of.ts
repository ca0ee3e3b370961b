import { findMergeBase, type LineageHistory, type RevisionPoint } from "../../core/revision/index.ts";
import type { Reads, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/**
 * The common ancestor of two revisions, as far as this registry knows their lineages; null if they have none. A HEAD
 * counts as the number after its newest commit.
 */
export async function mergeBaseOf(
	reads: Reads,
	actor: Actor,
	ours: RevisionPoint,
	theirs: RevisionPoint,
): Promise<RevisionPoint | null> {
	const histories = await listHistories(reads, actor, [ours.lineage, theirs.lineage]);
	return findMergeBase(ours, theirs, (lineage) => histories.get(lineage));
}

/** The histories of these lineages and of all their ancestors, as far as they are in the account. */
async function listHistories(
	reads: Reads,
	actor: Actor,
	lineages: readonly string[],
): Promise<Map<string, LineageHistory>> {
	const histories = new Map<string, LineageHistory>();
	const asked = new Set<string>();
	let open = [...new Set(lineages)];
	while (open.length > 0) {
		for (const lineage of open) asked.add(lineage);
		const components = await reads.components.listByLineages(actor.accountId, open);
		for (const [lineage, history] of await historiesOf(reads, components)) histories.set(lineage, history);
		const behind = [...histories.values()].flatMap(({ parent, merges }) => [
			...(parent ? [parent] : []),
			...merges.map(({ from }) => from),
		]);
		open = [...new Set(behind.map(({ lineage }) => lineage))].filter((lineage) => !asked.has(lineage));
	}
	return histories;
}

/** The origins and merges of these components, by lineage. */
export async function historiesOf(
	reads: Pick<Reads, "merges">,
	components: readonly StoredComponent[],
): Promise<Map<string, LineageHistory>> {
	const merges = Map.groupBy(await reads.merges.list(components.map(({ id }) => id)), (merge) => merge.componentId);
	return new Map(
		components.map(({ id, lineage, parent }) => {
			const own = merges.get(id) ?? [];
			return [
				lineage,
				{
					parent,
					merges: own.map(({ number, fromLineage, fromNumber }) => ({
						at: number,
						from: { lineage: fromLineage, number: fromNumber },
					})),
				},
			];
		}),
	);
}
