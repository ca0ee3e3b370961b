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
import { rehearsing } from "../dry-run.ts";
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
	/** Fingerprint of the publisher's key, as a person got it another way; trusts it from then on. Absent = the key is trusted already. */
	readonly key?: string | undefined;
	/** Other names than the publisher's: by its name, or by the lineage where two are called the same. */
	readonly names?: ReadonlyMap<string, string> | undefined;
	/** True = nothing is kept, the key neither: what would come of it is only told. */
	readonly rehearsal?: boolean | undefined;
}

export interface BundleImportReport {
	/** SHA-256 of the file, hex. */
	readonly digest: string;
	readonly publisher: BundlePublisher;
	readonly created: string;
	/** True = the key was not trusted before this. */
	readonly isNewKey: boolean;
	readonly publications: readonly BundledPublication[];
	/** Publications that were not imported by themselves. */
	readonly leftOut: readonly LeftOut[];
	readonly report: ImportReport;
	/** What the publisher says of revisions that are here: it holds for those that came with this file, and is told of the others. */
	readonly lifecycles: readonly LifecycleNews[];
}

/**
 * Checks a bundle and imports what it offers, in one transaction. The same file again changes nothing. Throws `bundle-key-unknown`,
 * `bundle-tampered` and `bundle-invalid` before anything is looked at, and what `importPacked` throws.
 */
export async function importBundle(needs: Needs, actor: Actor, input: BundleImport): Promise<BundleImportReport> {
	assertMay(actor, "marketplace.import");
	const sealed = readBundle(input.text, needs.sha256);
	const key = await trustedKey(needs, actor, { given: input.key, ofFile: sealed.key });
	const bundle = openBundle(sealed, key, { sha256Hex: needs.sha256, verify: needs.signing.verify });
	const { packed, leftOut } = offeredBy(bundle, { now: needs.now(), isWanted: () => true });
	return needs.store.write(async (own) => {
		const tx = rehearsing(own, input.rehearsal);
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
		return { digest: sealed.digest, publisher, created, isNewKey, publications, leftOut, report, lifecycles };
	});
}

function recordImport(
	tx: Transaction,
	actor: Actor,
	done: { readonly bundle: Bundle; readonly digest: string; readonly at: string; readonly count: number },
): void {
	const { name: publisher, key } = done.bundle.publisher;
	tx.record({
		accountId: actor.accountId,
		at: done.at,
		actor: actor.name,
		act: "bundle.import",
		subjectKind: "bundle",
		subjectId: null,
		subjectName: done.digest,
		headVersion: null,
		before: null,
		after: { publisher, key, created: done.bundle.created, revisions: done.count },
	});
}
