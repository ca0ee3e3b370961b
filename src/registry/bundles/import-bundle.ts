import {
	type Bundle,
	type BundledPublication,
	type BundlePublisher,
	openBundle,
	type PackedRevision,
	readBundle,
	revisionKey,
} from "../../core/bundle/index.ts";
import type { Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { namesByLineage } from "../imports/import-publication.ts";
import type { ImportReport } from "../imports/import-revisions.ts";
import type { Needs } from "../needs.ts";
import { importSigned } from "./import-signed.ts";
import { type LeftOut, offeredBy } from "./importable-publications.ts";
import { trustedKey, trustKey } from "./publisher-keys.ts";
import { applyLifecycles, type LifecycleNews } from "./publisher-lifecycles.ts";

export interface BundleImport {
	/** The file's text. */
	readonly text: string;
	/**
	 * Fingerprint of the publisher's key, as a user got it over another channel; it is trusted from now on. Omit if the
	 * key is trusted already.
	 */
	readonly key?: string | undefined;
	/** Names to use instead of the publisher's, by name or, if two share a name, by lineage. */
	readonly names?: ReadonlyMap<string, string> | undefined;
	/** Dry run: report what would change, and save nothing, not even the key. */
	readonly dryRun?: boolean | undefined;
}

export interface BundleImportReport {
	/** SHA-256 of the file, hex. */
	readonly digest: string;
	readonly publisher: BundlePublisher;
	readonly created: string;
	/** True if the key was not trusted before. */
	readonly isNewKey: boolean;
	readonly publications: readonly BundledPublication[];
	/** Publications that were not imported automatically. */
	readonly leftOut: readonly LeftOut[];
	readonly report: ImportReport;
	/**
	 * The publisher's lifecycle changes for revisions of this account: applied to the ones that came with this file, only
	 * reported for the others.
	 */
	readonly lifecycles: readonly LifecycleNews[];
}

/**
 * Verifies a bundle and imports its publications in one transaction. Importing the same file again changes nothing.
 * Throws `bundle-key-unknown`, `bundle-tampered` and `bundle-invalid` before anything is read from it, and whatever
 * `importRevisions` throws.
 */
export async function importBundle(needs: Needs, actor: Actor, input: BundleImport): Promise<BundleImportReport> {
	assertMay(actor, "marketplace.import");
	const sealed = readBundle(input.text, needs.sha256);
	const key = await trustedKey(needs, actor, { given: input.key, ofFile: sealed.key });
	const bundle = openBundle(sealed, key, { sha256Hex: needs.sha256, verify: needs.signing.verify });
	const { packed, leftOut } = offeredBy(bundle, { now: needs.now(), isWanted: () => true });
	return needs.store.write(
		async (tx) => {
			const isNewKey = (await tx.signingKeys.findTrusted(actor.accountId, key)) === undefined;
			const names = namesByLineage(bundle.revisions, input.names ?? new Map());
			const from = { source: "bundle", sourceRef: sealed.digest } as const;
			const report = await importSigned(needs, tx, actor, { packed, publisher: bundle.publisher, names, ...from });
			const fresh = new Set(report.imported.map(revisionKey));
			const isMeant = (one: Pick<PackedRevision, "lineage" | "number">) => fresh.has(revisionKey(one));
			const lifecycles = await applyLifecycles(needs, tx, { actor, key, lifecycles: bundle.lifecycles, isMeant });
			await trustKey(needs, tx, actor, bundle.publisher);
			if (report.imported.length > 0)
				recordImport(tx, actor, { bundle, digest: sealed.digest, at: needs.now(), count: report.imported.length });
			const { publisher, created, publications } = bundle;
			const done = { digest: sealed.digest, publisher, created, isNewKey, publications, leftOut, report, lifecycles };
			const isChanged = isNewKey || report.imported.length > 0 || lifecycles.some(({ applied }) => applied);
			return isChanged ? done : tx.undo(done);
		},
		{ dryRun: input.dryRun },
	);
}

function recordImport(
	tx: Transaction,
	actor: Actor,
	done: { readonly bundle: Bundle; readonly digest: string; readonly at: string; readonly count: number },
): void {
	const { name: publisher, key } = done.bundle.publisher;
	tx.record(
		auditEntry(
			actor,
			"bundle.import",
			{ id: null, name: done.digest },
			{ at: done.at, after: { publisher, key, created: done.bundle.created, revisions: done.count } },
		),
	);
}
