import type { PackedRevision } from "../../core/bundle/index.ts";
import { fault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { Transaction, VisiblePublication } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { type AskedPublication, findPublication, isRevoked } from "../marketplace/find-publication.ts";
import type { Needs } from "../needs.ts";
import type { ImportPublisher } from "./compare-with-account.ts";
import { type ImportReport, importPackedIn } from "./import-revisions.ts";
import { packPublicationWithDependencies, reasonOf, unavailable } from "./pack-publication.ts";

export interface PublicationImport extends AskedPublication {
	/** Names to use instead of the publisher's, by name or, if two share a name, by lineage. */
	readonly names?: ReadonlyMap<string, string> | undefined;
	/** Dry run: report what would change, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

export interface ImportedPublication extends ImportReport {
	readonly offer: VisiblePublication;
}

/**
 * Imports a publication of this installation with everything it needs, in one transaction. Throws whatever finding it
 * and `importRevisions` throw, `publication-own` for the account's own, and `import-unavailable` if it is deprecated,
 * revoked, or needs something that is not available.
 */
export async function importPublication(
	needs: Needs,
	actor: Actor,
	input: PublicationImport,
): Promise<ImportedPublication> {
	assertMay(actor, "marketplace.import");
	assertOnly(actor, null);
	return needs.store.write(
		async (tx) => {
			const imported = await importPublicationIn(needs, tx, actor, input);
			return imported.imported.length > 0 ? imported : tx.undo(imported);
		},
		{ dryRun: input.dryRun },
	);
}

/** Like `importPublication`, within a transaction that does more. */
export async function importPublicationIn(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	input: Omit<PublicationImport, "dryRun">,
): Promise<ImportedPublication> {
	const seen = await findPublication(tx, actor, input);
	if (seen.accountId === actor.accountId) throw fault("publication-own", { ref: revisionRef(seen.name, seen.number) });
	// From here on, two imports of one account wait for each other.
	await tx.accounts.lock(actor.accountId);
	const first = await packPublicationWithDependencies(needs, tx, actor, seen);
	// Locked and read again: a retraction waits from now on, and one made meanwhile is seen.
	await tx.visiblePublications.lock([...first.offers.values()].map(({ publicationId }) => publicationId));
	const offer = await findPublication(tx, actor, { ...input, ref: String(seen.publicationId) });
	assertAvailable(needs, offer);
	const { packed, offers } = await packPublicationWithDependencies(needs, tx, actor, offer);
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
	await tx.visiblePublications.countImports(taken);
	return { ...report, offer };
}

/**
 * The requested names, by lineage. A name stands for everything the publisher calls so, of any kind. Throws
 * `input-invalid` for a name that nothing has.
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

/**
 * The publishers of these lineages. A publisher that was renamed since the first import still counts as the same one.
 */
async function publishersOf(
	tx: Transaction,
	actor: Actor,
	offers: readonly VisiblePublication[],
): Promise<Map<string, ImportPublisher>> {
	const components = await tx.components.listByLineages(actor.accountId, [
		...new Set(offers.map(({ lineage }) => lineage)),
	]);
	const imports = await tx.imports.list(components.map(({ id }) => id));
	const accounts = await tx.visiblePublications.accountsOf(imports.flatMap(({ publicationId }) => publicationId ?? []));
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

function assertAvailable(needs: Needs, offer: VisiblePublication): void {
	if (offer.state === "deprecated")
		throw unavailable(offer, "its publisher deprecated it, so it is only imported with templates that need it");
	if (isRevoked(needs, offer)) throw unavailable(offer, `its publisher revoked it${reasonOf(offer)}`);
}
