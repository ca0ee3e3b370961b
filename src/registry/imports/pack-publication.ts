import { type PackedRevision, parsePackedRevision } from "../../core/bundle/index.ts";
import { fault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { Reads, VisiblePublication } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { allPins } from "../components/template-pins.ts";
import { isRevoked } from "../marketplace/find-publication.ts";
import type { Needs } from "../needs.ts";
import { packRevision } from "../revisions/pack-revision.ts";

/** Publications with their packed revisions. */
export interface PackedPublications {
	/** Pinned revisions before those that pin them; the requested publication is the last. */
	readonly packed: readonly PackedRevision[];
	/** The packed publications, by `lineage@number`. */
	readonly offers: ReadonlyMap<string, VisiblePublication>;
}

/** The packed revision of a publication. */
export async function packPublication(
	needs: Pick<Needs, "sha256">,
	reads: Reads,
	offer: VisiblePublication,
): Promise<PackedRevision> {
	if (offer.snapshot !== null) return parsePackedRevision(JSON.parse(offer.snapshot));
	const [component] = await reads.components.listByIds([offer.componentId]);
	const packed = component && (await packRevision(needs, reads, { component, number: offer.number }));
	if (!packed) throw new Error(`publication ${offer.publicationId} has no revision ${offer.number}`);
	return packed;
}

/**
 * Packs a publication with everything it pins: for a template, the MCIs and scripts published with it, including
 * deprecated ones. Dependencies that the account already has need not be published any more. Throws
 * `import-unavailable` for a dependency that is neither published nor here, and for one that its publisher revoked.
 */
export async function packPublicationWithDependencies(
	needs: Needs,
	reads: Reads,
	actor: Actor,
	offer: VisiblePublication,
): Promise<PackedPublications> {
	const packed = await packPublication(needs, reads, offer);
	if (!("mcis" in packed.content)) return { packed: [packed], offers: new Map([[keyOf(offer), offer]]) };
	const pins = new Map(allPins(packed.content).map(({ pin }) => [`${pin.lineage}@${pin.revision}`, pin]));
	const lineages = [...new Set([...pins.values()].map(({ lineage }) => lineage))];
	const offered = await reads.visiblePublications.listByLineages(actor.accountId, lineages);
	const own = new Map(
		(await reads.components.listByLineages(actor.accountId, lineages)).map((component) => [
			component.lineage,
			component,
		]),
	);
	const offers = new Map<string, VisiblePublication>();
	const dependencies: PackedRevision[] = [];
	for (const [key, { lineage, revision }] of pins) {
		const component = own.get(lineage);
		if (component && (component.publisher === null || (await isThere(reads, component.id, revision)))) continue;
		const dependency = offered.find((one) => keyOf(one) === key && one.accountId !== actor.accountId);
		const name = dependency?.name ?? offered.find((one) => one.lineage === lineage)?.name ?? lineage;
		if (!dependency)
			throw unavailable(offer, `it needs ${revisionRef(name, revision)}, which is not published to this account`);
		if (isRevoked(needs, dependency)) {
			throw unavailable(
				offer,
				`it needs ${revisionRef(name, revision)}, which its publisher revoked${reasonOf(dependency)}`,
			);
		}
		offers.set(key, dependency);
		dependencies.push(await packPublication(needs, reads, dependency));
	}
	offers.set(keyOf(offer), offer);
	return { packed: [...dependencies, packed], offers };
}

/** The fault of a publication that can't be imported. */
export function unavailable(offer: VisiblePublication, problem: string): Error {
	const { publisher, name, number, lifecycle } = offer;
	return fault("import-unavailable", {
		ref: `${publisher}/${revisionRef(name, number)}`,
		problem,
		replacement: lifecycle?.replacement ?? null,
	});
}

/** The publisher's reason in parentheses, if there is one. */
export function reasonOf({ lifecycle }: VisiblePublication): string {
	return lifecycle?.reason ? ` (${lifecycle.reason})` : "";
}

async function isThere(reads: Reads, componentId: number, number: number): Promise<boolean> {
	return (await reads.imports.find(componentId, number)) !== undefined;
}

function keyOf({ lineage, number }: Pick<VisiblePublication, "lineage" | "number">): string {
	return `${lineage}@${number}`;
}
