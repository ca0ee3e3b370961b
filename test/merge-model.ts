/**
 * The rules of merging, written a second time with plain maps and a graph of parents, to compare the registry with: it
 * shares no code with it.
 */

/** The value at each place of a map: `cloud` and `cloud/field`. */
export type ModelContent = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** One commit and its parents. */
export interface ModelCommit {
	readonly side: string;
	readonly number: number;
	readonly content: ModelContent;
	readonly parents: readonly ModelCommit[];
}

export type Take = "ours" | "theirs";

/** One lineage: its commits, and HEAD with what was merged into it. */
export interface ModelSide {
	readonly name: string;
	readonly commits: ModelCommit[];
	/** The commit that it was cloned from. */
	readonly origin: ModelCommit | undefined;
	content: ModelContent;
	taken: readonly ModelCommit[];
}

/** The parents of HEAD. */
export function headParents(side: ModelSide): ModelCommit[] {
	const newest = side.commits.at(-1) ?? side.origin;
	return [...(newest ? [newest] : []), ...side.taken];
}

/** Every ancestor of these commits, themselves included. */
export function reach(from: readonly ModelCommit[]): Set<ModelCommit> {
	const seen = new Set<ModelCommit>();
	const visit = (commit: ModelCommit) => {
		if (seen.has(commit)) return;
		seen.add(commit);
		commit.parents.forEach(visit);
	};
	from.forEach(visit);
	return seen;
}

/** The common ancestors of HEAD and a commit that are not ancestors of another common ancestor. */
export function mergeBases(side: ModelSide, theirs: ModelCommit): ModelCommit[] {
	const mine = reach(headParents(side));
	const common = [...reach([theirs])].filter((commit) => mine.has(commit));
	return common.filter((one) => !common.some((other) => other !== one && reach([other]).has(one)));
}

/** The merged map, and the places that both sides changed differently; there `take` decides. */
export function mergeModels(
	sides: { readonly base: ModelContent; readonly ours: ModelContent; readonly theirs: ModelContent },
	take: (path: string) => Take,
): { readonly content: ModelContent; readonly conflicts: readonly string[] } {
	const { base, ours, theirs } = sides;
	const conflicts: string[] = [];
	const merged = new Map<string, ReadonlyMap<string, string>>();
	const chosen = <V>(path: string, mine: V, other: V): V => {
		conflicts.push(path);
		return take(path) === "ours" ? mine : other;
	};
	for (const cloud of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
		const [was, mine, other] = [base.get(cloud), ours.get(cloud), theirs.get(cloud)];
		let value: ReadonlyMap<string, string> | undefined;
		if (text(mine) === text(other) || text(other) === text(was)) value = mine;
		else if (text(mine) === text(was)) value = other;
		else if (!mine || !other) value = chosen(cloud, mine, other);
		else value = mergeFields({ cloud, was, mine, other }, chosen);
		if (value) merged.set(cloud, value);
	}
	return { content: merged, conflicts };
}

function mergeFields(
	at: {
		readonly cloud: string;
		readonly was: ReadonlyMap<string, string> | undefined;
		readonly mine: ReadonlyMap<string, string>;
		readonly other: ReadonlyMap<string, string>;
	},
	chosen: (path: string, mine: string | undefined, other: string | undefined) => string | undefined,
): ReadonlyMap<string, string> {
	const { cloud, was, mine, other } = at;
	const fields = new Map<string, string>();
	for (const field of ["image", "instanceType"]) {
		const [a, b, before] = [mine.get(field), other.get(field), was?.get(field)];
		let value: string | undefined;
		if (a === b || (was && b === before)) value = a;
		else if (was && a === before) value = b;
		else if (!was && (a === undefined || b === undefined)) value = a ?? b;
		else value = chosen(`${cloud}.${field}`, a, b);
		if (value !== undefined) fields.set(field, value);
	}
	return fields;
}

/** A map's text: equal exactly for equal maps. */
export function modelText(content: ModelContent): string {
	return [...content]
		.map(([cloud, fields]) => `${cloud}: ${text(fields)}`)
		.sort()
		.join("\n");
}

function text(fields: ReadonlyMap<string, string> | undefined): string {
	return fields
		? [...fields]
				.map((pair) => pair.join("="))
				.sort()
				.join(" ")
		: "nothing";
}
