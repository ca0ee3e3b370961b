import type { PackedRevision } from "../../core/bundle/index.ts";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { ImportSource, StoredComponent, StoredImport, Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** The publisher of a lineage: a name and, if signed, the fingerprint of the signing key. */
export interface ImportPublisher {
	readonly name: string;
	readonly key: string | null;
	/** Earlier names of the same publisher, as far as this installation knows them. */
	readonly formerly?: readonly string[];
}

/** The origin of revisions to import. */
export interface ImportOrigin {
	readonly source: ImportSource;
	/** The bundle's digest, or the feed's URL. */
	readonly sourceRef: string | null;
	/** By `lineage@number`, for publications of this installation. */
	readonly publicationIds?: ReadonlyMap<string, number>;
}

/** Packed revisions of one lineage, by number. */
export interface PackedLineage {
	readonly lineage: string;
	readonly packed: readonly PackedRevision[];
	readonly publisher: ImportPublisher;
}

/** Packed revisions of one lineage, divided into those that the account has and new ones. */
export interface SortedLineage {
	readonly lineage: string;
	readonly kind: ComponentKind;
	readonly publisher: ImportPublisher;
	/** The publisher's name for the newest of them. */
	readonly publishedName: string;
	/** Undefined if the account has nothing of the lineage. */
	readonly component: StoredComponent | undefined;
	readonly fresh: readonly PackedRevision[];
	readonly there: readonly PackedRevision[];
}

/**
 * Compares packed revisions with the account: which of them it has, and which are new. Throws `import-differs`,
 * `import-own` and `import-publisher` for the first that can't be imported.
 */
export async function compareWithAccount(
	tx: Transaction,
	actor: Actor,
	lineages: readonly PackedLineage[],
): Promise<SortedLineage[]> {
	const components = new Map(
		(
			await tx.components.listByLineages(
				actor.accountId,
				lineages.map(({ lineage }) => lineage),
			)
		).map((component) => [component.lineage, component]),
	);
	const imports = Map.groupBy(
		await tx.imports.list([...components.values()].map(({ id }) => id)),
		(one) => one.componentId,
	);
	const sorted: SortedLineage[] = [];
	for (const given of lineages) {
		const component = components.get(given.lineage);
		sorted.push(
			await sortLineage(tx, given, { component, imports: component ? (imports.get(component.id) ?? []) : [] }),
		);
	}
	return sorted;
}

async function sortLineage(
	tx: Transaction,
	given: PackedLineage,
	known: { readonly component: StoredComponent | undefined; readonly imports: readonly StoredImport[] },
): Promise<SortedLineage> {
	const { lineage, publisher, packed } = given;
	const { component } = known;
	const unique = [...new Map(packed.map((one) => [one.number, one])).values()];
	const newest = unique.at(-1);
	if (!newest) throw new Error("a lineage without revisions");
	const { kind } = newest;
	const about = { lineage, kind, publisher, publishedName: newest.content.name, component };
	const other = unique.find((one) => one.kind !== (component?.kind ?? kind));
	if (other) throw differs(component, other, `this account has it as a ${componentNouns[component?.kind ?? kind].one}`);
	if (!component) return { ...about, fresh: unique, there: [] };
	if (component.publisher === null) return { ...about, fresh: [], there: await ownRevisions(tx, component, unique) };
	assertSamePublisher(component, known.imports, publisher);
	const fresh: PackedRevision[] = [];
	const there: PackedRevision[] = [];
	for (const one of unique) {
		const digest = known.imports.find(({ number }) => number === one.number)?.digest;
		// A HEAD moves: another digest of it is new content, not a contradiction.
		if (digest === one.digest) there.push(one);
		else if (digest === undefined || one.number === 0) fresh.push(one);
		else throw differs(component, one, `its digest is ${digest} here and ${one.digest} in the import`);
	}
	return { ...about, fresh, there };
}

/** Revisions of the account's own lineages: each must be here with the same digest. HEAD is always the account's. */
async function ownRevisions(
	tx: Transaction,
	component: StoredComponent,
	packed: readonly PackedRevision[],
): Promise<readonly PackedRevision[]> {
	for (const one of packed) {
		if (one.number === 0) continue;
		const revision = await tx.revisions.find(component.id, one.number);
		if (revision?.digest === one.digest) continue;
		const problem = revision
			? `the digest of that revision is ${revision.digest} here and ${one.digest} in the import`
			: "has no such revision";
		throw fault("import-own", { name: component.name, ref: revisionRef(component.name, one.number), problem });
	}
	return packed;
}

function assertSamePublisher(
	component: StoredComponent,
	imports: readonly StoredImport[],
	publisher: ImportPublisher,
): void {
	const keys = new Set(imports.flatMap(({ publisherKey }) => (publisherKey === null ? [] : [publisherKey])));
	const names = new Set(
		[component.publisher, ...imports.map((one) => one.publisher)].map((name) => name?.toLowerCase()),
	);
	const isKnownKey = publisher.key !== null && keys.has(publisher.key);
	// A signed lineage is continued only by the same key; a name proves nothing.
	const isSameName =
		[publisher.name, ...(publisher.formerly ?? [])].some((name) => names.has(name.toLowerCase())) &&
		(keys.size === 0 || publisher.key === null);
	if (isKnownKey || isSameName) return;
	throw fault("import-publisher", { name: component.name, publisher: component.publisher, other: publisher.name });
}

function differs(component: StoredComponent | undefined, one: PackedRevision, problem: string): Error {
	const name = component?.name ?? one.content.name;
	return fault("import-differs", {
		name,
		ref: revisionRef(name, one.number),
		problem,
		lineage: one.lineage,
		revision: one.number,
	});
}
