import { type BundlePublisher, type PackedRevision, revisionKey } from "../../core/bundle/index.ts";
import type { Reads, Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { ImportOrigin } from "../imports/compare-with-account.ts";
import { type ImportReport, importPackedIn } from "../imports/import-revisions.ts";
import type { Needs } from "../needs.ts";

/** Revisions signed by the owner of a trusted key. */
export interface SignedImport extends Omit<ImportOrigin, "publicationIds"> {
	readonly packed: readonly PackedRevision[];
	readonly publisher: BundlePublisher;
	/** By lineage: the name in this account. */
	readonly names: ReadonlyMap<string, string>;
}

/**
 * Imports signed revisions under the publisher name that the key was trusted for, so that another publisher who takes a
 * similar name later is not confused with it. Revisions that are already here with the same digest from another
 * publisher keep that publisher. Throws as `importRevisions` does.
 */
export async function importSigned(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	{ packed, publisher, ...more }: SignedImport,
): Promise<ImportReport> {
	const trusted = await tx.signingKeys.findTrusted(actor.accountId, publisher.key);
	const foreign = await othersRevisions(tx, actor, { packed, key: publisher.key });
	const name = trusted?.publisher ?? publisher.name;
	return importPackedIn(needs, tx, actor, {
		...more,
		packed: packed.filter((one) => !foreign.has(revisionKey(one))),
		publisher: { name, key: publisher.key },
	});
}

/** The revisions among these that the account has imported unchanged from another publisher. */
async function othersRevisions(
	reads: Reads,
	actor: Actor,
	{ packed, key }: { readonly packed: readonly PackedRevision[]; readonly key: string },
): Promise<Set<string>> {
	const digests = new Map(packed.map((one) => [revisionKey(one), one.digest]));
	const components = await reads.components.listByLineages(actor.accountId, [
		...new Set(packed.map(({ lineage }) => lineage)),
	]);
	const lineageOf = new Map(components.map(({ id, lineage }) => [id, lineage]));
	const imports = (await reads.imports.list([...lineageOf.keys()])).filter(({ publisherKey }) => publisherKey !== key);
	const keys = imports.map((one) => ({
		key: revisionKey({ lineage: lineageOf.get(one.componentId) ?? "", number: one.number }),
		digest: one.digest,
	}));
	return new Set(keys.filter((one) => digests.get(one.key) === one.digest).map((one) => one.key));
}
