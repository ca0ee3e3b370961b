import type { PackedRevision } from "../../core/bundle/index.ts";
import { fault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { Offer, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { rehearsing } from "../dry-run.ts";
import { type AskedOffer, findOffer, isRevoked } from "../marketplace/find-publication.ts";
import type { Needs } from "../needs.ts";
import type { ImportPublisher } from "./compare-with-account.ts";
import { type ImportReport, importPackedIn } from "./import-revisions.ts";
import { packOfferWithDependencies, reasonOf, unavailable } from "./pack-publication.ts";

export interface PublicationImport extends AskedOffer {
	/** Other names than the publisher's: by its name, or by the lineage where two are called the same. */
	readonly names?: ReadonlyMap<string, string> | undefined;
	/** True = nothing is kept: what would be is only told. */
	readonly rehearsal?: boolean | undefined;
}

export interface ImportedPublication extends ImportReport {
	readonly offer: Offer;
}

/**
 * Imports a publication of this installation with all that it needs, in one transaction. Throws what finding it and `importPacked` throw,
 * `publication-own` for one's own, and `import-unavailable` for what is deprecated, revoked, or needs what is not offered.
 */
export async function importPublication(
	needs: Needs,
	actor: Actor,
	input: PublicationImport,
): Promise<ImportedPublication> {
	assertMay(actor, "marketplace.import");
	assertOnly(actor, null);
	return needs.store.write((tx) => importPublicationIn(needs, rehearsing(tx, input.rehearsal), actor, input));
}

/** The same in a transaction that does more, and that keeps nothing when it is a rehearsal. */
export async function importPublicationIn(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	input: Omit<PublicationImport, "rehearsal">,
): Promise<ImportedPublication> {
	const seen = await findOffer(tx, actor, input);
	if (seen.accountId === actor.accountId) throw fault("publication-own", { ref: revisionRef(seen.name, seen.number) });
	// Two imports of one account wait for each other from here on.
	await tx.accounts.take(actor.accountId);
	const first = await packOfferWithDependencies(needs, tx, actor, seen);
	// Held and read again: what its publisher retracts from now on waits, and what was retracted meanwhile is seen.
	await tx.offers.hold([...first.offers.values()].map(({ publicationId }) => publicationId));
	const offer = await findOffer(tx, actor, { ...input, ref: String(seen.publicationId) });
	assertAvailable(needs, offer);
	const { packed, offers } = await packOfferWithDependencies(needs, tx, actor, offer);
	const keys = [...offers];
	const report = await importPackedIn(needs, tx, actor, {
		packed,
		publisher: { name: offer.publisher, key: null },
		publishers: await publishersOf(
			tx,
			actor,
			keys.map(([, one]) => one),
		),
		source: "marketplace",
		sourceRef: null,
		publicationIds: new Map(keys.map(([key, one]) => [key, one.publicationId])),
		names: namesByLineage(packed, input.names ?? new Map()),
	});
	const taken = report.imported.flatMap(
		({ lineage, number }) => offers.get(`${lineage}@${number}`)?.publicationId ?? [],
	);
	await tx.offers.countImports(taken);
	return { ...report, offer };
}

/**
 * The names that were asked for, by lineage. A name means whatever the publisher calls so, of any kind. Throws `input-invalid` for a name
 * that nothing has.
 */
export function namesByLineage(
	packed: readonly PackedRevision[],
	asked: ReadonlyMap<string, string>,
): Map<string, string> {
	const names = new Map<string, string>();
	for (const [old, name] of asked) {
		const meant = packed.filter(({ lineage, content }) => lineage === old || content.name === old);
		if (meant.length === 0)
			throw fault("input-invalid", { problem: `nothing in this import has the name “${old}”`, issues: [] });
		for (const { lineage } of meant) names.set(lineage, name);
	}
	return names;
}

/** Who publishes these lineages. One that has another name now than when the account imported it first is the same all the same. */
async function publishersOf(
	tx: Transaction,
	actor: Actor,
	offers: readonly Offer[],
): Promise<Map<string, ImportPublisher>> {
	const components = await tx.components.listByLineages(actor.accountId, [
		...new Set(offers.map(({ lineage }) => lineage)),
	]);
	const imports = await tx.imports.list(components.map(({ id }) => id));
	const accounts = await tx.offers.accountsOf(imports.flatMap(({ publicationId }) => publicationId ?? []));
	return new Map(
		offers.map(({ lineage, accountId, publisher: name }) => {
			const component = components.find((one) => one.lineage === lineage);
			const before = imports.filter(
				(one) => one.componentId === component?.id && accounts.get(one.publicationId ?? 0) === accountId,
			);
			return [lineage, { name, key: null, formerly: before.map(({ publisher }) => publisher) }];
		}),
	);
}

function assertAvailable(needs: Needs, offer: Offer): void {
	if (offer.state === "deprecated")
		throw unavailable(offer, "its publisher deprecated it, so it is only imported with templates that need it");
	if (isRevoked(needs, offer)) throw unavailable(offer, `its publisher revoked it${reasonOf(offer)}`);
}
