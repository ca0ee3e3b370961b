import type { PackedRevision } from "../../core/bundle/index.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import type { Change } from "../../core/diff/index.ts";
import { fault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { TemplateContent } from "../../core/template/index.ts";
import type { Reads, VisiblePublication } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { headContent, revisionContent } from "../components/component-content.ts";
import { lineagesIn, namesOf } from "../components/pinned-names.ts";
import { allPins } from "../components/template-pins.ts";
import type { Needs } from "../needs.ts";
import { changesTo } from "../revisions/diff-revisions.ts";
import { getImport, type ImportedComponent } from "./list-imports.ts";
import { packPublication } from "./pack-publication.ts";

/** The import, and the publisher's revision to compare it with. */
export interface AskedUpdate {
	readonly kind: ComponentKind;
	readonly name: string;
	/** 0 = the shared HEAD; omit for the newest available. */
	readonly number?: number | undefined;
}

export interface ImportDiff {
	readonly found: ImportedComponent;
	/** The revision that the account has. */
	readonly from: { readonly number: number; readonly digest: string };
	/** The publication, which need not be imported. */
	readonly to: VisiblePublication;
	readonly changes: readonly Change[];
	/** Names of the lineages in a template's changes: the account's, else the publisher's. */
	readonly names: Readonly<Record<string, string>>;
}

/**
 * Compares a published revision with the newest imported one, without importing it. Throws whatever `getImport` and
 * `findUpdate` throw.
 */
export async function diffUpdate(needs: Needs, actor: Actor, asked: AskedUpdate): Promise<ImportDiff> {
	const reads = needs.store.read;
	const found = await getImport(needs, reads, actor, asked);
	const to = await findUpdate(reads, actor, found, asked.number);
	const packed = await packPublication(needs, reads, to);
	const { number, digest } = found.newest;
	const changes = changesTo(await newestContent(reads, found), packed);
	const names = {
		...(await publishedNames(reads, actor, packed)),
		...(await namesOf(reads, actor, lineagesIn(changes))),
	};
	return { found, from: { number, digest }, to, changes, names };
}

/**
 * The requested publication of an import's lineage, or the newest. Throws `publication-not-found` for a number that is
 * not available, `import-newest` if there is nothing newer, and `import-by-feed` if only a feed has it.
 */
export async function findUpdate(
	reads: Reads,
	actor: Actor,
	found: ImportedComponent,
	number: number | undefined,
): Promise<VisiblePublication> {
	const { component, update } = found;
	if (number === undefined) {
		if (update) return update;
		const { feedUpdate: fed } = found;
		if (fed)
			throw fault("import-by-feed", {
				name: component.name,
				kind: component.kind,
				feed: fed.feed,
				ref: revisionRef(fed.name, fed.number),
			});
		const problem =
			found.newest.state === "unknown" ? "it came in a bundle" : `revision ${found.newest.number} is the newest`;
		throw fault("import-newest", {
			name: component.name,
			problem: found.newest.number === 0 ? "its shared HEAD has not changed" : problem,
		});
	}
	const offers = await reads.visiblePublications.listByLineages(actor.accountId, [component.lineage]);
	const offer = offers.find((one) => one.number === number && one.accountId !== actor.accountId);
	if (!offer)
		throw fault("publication-not-found", {
			publication: `${component.publisher}/${revisionRef(component.name, number)}`,
		});
	return offer;
}

async function newestContent(reads: Reads, { component, newest }: ImportedComponent) {
	const { kind } = component;
	if (newest.number === 0) return { content: await headContent(reads, kind, component) };
	const revision = await reads.revisions.find(component.id, newest.number);
	return revision ? { content: await revisionContent(reads, kind, revision) } : null;
}

/** The publisher's names for a template's pins, where they are published. */
async function publishedNames(reads: Reads, actor: Actor, packed: PackedRevision): Promise<Record<string, string>> {
	if (packed.kind !== "template") return {};
	const lineages = [...new Set(allPins(packed.content as TemplateContent).map(({ pin }) => pin.lineage))];
	const offers = await reads.visiblePublications.listByLineages(actor.accountId, lineages);
	return Object.fromEntries(offers.toReversed().map(({ lineage, name }) => [lineage, name]));
}
