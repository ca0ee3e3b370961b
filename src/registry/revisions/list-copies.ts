import { ancestorsOf, type LineageHistory, type RevisionPoint } from "../../core/revision/index.ts";
import type { Reads, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { historiesOf } from "./merge-base-of.ts";

/** A commit that contains another one, and how it came to. */
export interface Copy {
	readonly component: StoredComponent;
	readonly number: number;
	readonly because: "clone" | "merge";
	/** The revision that it was cloned from, or merged. */
	readonly from: { readonly component: StoredComponent; readonly number: number };
}

/**
 * The commits of other lineages that descend from a commit, by clones and merges, and from no later one of its lineage:
 * what they have from that lineage is the content of this commit.
 */
export async function listCopies(
	reads: Reads,
	actor: Actor,
	commit: { readonly component: StoredComponent; readonly number: number },
): Promise<Copy[]> {
	const { component: origin, number } = commit;
	const { components, histories } = await listDescendants(reads, actor, origin);
	const newestOf = (point: RevisionPoint) =>
		ancestorsOf(point, (lineage) => histories.get(lineage)).get(origin.lineage) ?? 0;
	const copies: Copy[] = [];
	for (const component of components.values()) {
		if (component.id === origin.id) continue;
		const history = histories.get(component.lineage) ?? { parent: null, merges: [] };
		// A commit's ancestors change only with a merge.
		const starts = [...new Set([1, ...history.merges.map(({ at }) => at)])]
			.filter((at) => at <= component.latest)
			.sort((a, b) => a - b);
		for (const [i, first] of starts.entries()) {
			if (newestOf({ lineage: component.lineage, number: first }) !== number) continue;
			const edge = edgesOf(history, first).find(({ from }) => newestOf(from) === number);
			const from = edge && components.get(edge.from.lineage);
			if (!edge || !from) continue;
			const last = (starts[i + 1] ?? component.latest + 1) - 1;
			for (let at = first; at <= last; at++)
				copies.push({
					component,
					number: at,
					because: edge.because,
					from: { component: from, number: edge.from.number },
				});
		}
	}
	return copies;
}

/** The ancestors of a revision outside its own lineage: the clone's origin first. */
function edgesOf(
	{ parent, merges }: LineageHistory,
	number: number,
): (Pick<Copy, "because"> & { readonly from: RevisionPoint })[] {
	return [
		...(parent ? [{ because: "clone" as const, from: parent }] : []),
		...merges.filter(({ at }) => at <= number).map(({ from }) => ({ because: "merge" as const, from })),
	];
}

/**
 * A component and all components of the account that were cloned from it or merged it, directly or not, with their
 * histories by lineage.
 */
async function listDescendants(
	reads: Reads,
	actor: Actor,
	origin: StoredComponent,
): Promise<{
	readonly components: ReadonlyMap<string, StoredComponent>;
	readonly histories: ReadonlyMap<string, LineageHistory>;
}> {
	const components = new Map([[origin.lineage, origin]]);
	const open = [origin];
	for (let one = open.pop(); one; one = open.pop()) {
		const mergers = new Set((await reads.merges.listOf(one.lineage)).map((merge) => merge.componentId));
		const below = [
			...(await reads.components.listClones(actor.accountId, one.lineage)),
			...(await reads.components.listByIds([...mergers])),
		];
		for (const component of below) {
			if (component.accountId !== actor.accountId || components.has(component.lineage)) continue;
			components.set(component.lineage, component);
			open.push(component);
		}
	}
	return { components, histories: await historiesOf(reads, [...components.values()]) };
}
