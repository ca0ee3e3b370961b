import type { PackedRevision } from "../../core/bundle/index.ts";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { ImportSource, StoredComponent, StoredImport, Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** Whose it is: a publisher's name, and the fingerprint of the key that signed it where one did. */
export interface ImportPublisher {
	readonly name: string;
	readonly key: string | null;
	/** Names that it had before, as far as this installation knows that it is the same. */
	readonly formerly?: readonly string[];
}

/** How revisions come into an account. */
export interface ImportOrigin {
	readonly source: ImportSource;
	/** The bundle's digest, or the feed's URL. */
	readonly sourceRef: string | null;
	/** By `lineage@number`, of publications of this installation. */
	readonly publicationIds?: ReadonlyMap<string, number>;
}

/** Packed revisions of one lineage, by number. */
export interface PackedLineage {
	readonly lineage: string;
	readonly packed: readonly PackedRevision[];
	readonly publisher: ImportPublisher;
}

/** The same, sorted by what the account has. */
export interface SortedLineage {
	readonly lineage: string;
	readonly kind: ComponentKind;
	readonly publisher: ImportPublisher;
	/** What the newest of them is called by its publisher. */
	readonly publishedName: string;
	/** Undefined when the account has nothing of the lineage. */
	readonly component: StoredComponent | undefined;
	readonly fresh: readonly PackedRevision[];
	readonly there: readonly PackedRevision[];
}

/**
 * What of these lineages the account has and what is new. Throws `import-differs`, `import-own` and `import-publisher` for the first that
 * can't be taken over.
 */
export async function sortOut(
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
		// A HEAD moves: another digest of it is news, not a contradiction.
		if (digest === one.digest) there.push(one);
		else if (digest === undefined || one.number === 0) fresh.push(one);
		else throw differs(component, one, `its digest is ${digest} here and ${one.digest} in the import`);
	}
	return { ...about, fresh, there };
}

/** Revisions of what is the account's own: they must be there as they are. Whose HEAD it is, is never in doubt. */
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
	// What came signed is not continued by what anybody could have written under the same name.
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
