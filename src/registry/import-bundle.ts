import { type Bundle, type BundledPublication, type BundlePublisher, fault, openBundle, readBundle, revisionKey } from "../core/index.ts";
import type { Transaction } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import { type LeftOut, offeredBy } from "./bundle-offer.ts";
import { type ImportReport, importPackedIn } from "./import-packed.ts";
import type { Needs } from "./needs.ts";
import { trustedKey, trustKey } from "./publisher-keys.ts";
import { applyLifecycles, type LifecycleNews, listLifecycleNews } from "./publisher-lifecycles.ts";

export interface BundleImport {
	/** The file's text. */
	readonly text: string;
	/** Fingerprint of the publisher's key, as a person got it another way; trusts it from then on. Absent = the key is trusted already. */
	readonly key?: string | undefined;
	/** Other names than the publisher's: published name → name here. */
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
	const trusted = await trustedKey(needs, actor, { given: input.key, ofFile: sealed.key });
	const bundle = openBundle(sealed, trusted, { sha256Hex: needs.sha256, verify: needs.signing.verify });
	const isNewKey = (await needs.store.read.signingKeys.findTrusted(actor.accountId, trusted)) === undefined;
	const { packed, leftOut } = offeredBy(bundle, { now: needs.now(), isWanted: () => true });
	return needs.store.write(async (tx) => {
		const report = await importPackedIn(needs, tx, actor, {
			packed,
			publisher: { name: bundle.publisher.name, key: trusted },
			source: "bundle",
			sourceRef: sealed.digest,
			names: namesByLineage(bundle, input.names),
			rehearsal: input.rehearsal === true,
		});
		const told = { actor, key: trusted, lifecycles: bundle.lifecycles };
		const fresh = new Set(report.imported.map(revisionKey));
		const lifecycles = input.rehearsal
			? await listLifecycleNews(needs, tx, told)
			: await applyLifecycles(needs, tx, { ...told, isMeant: (one) => fresh.has(revisionKey(one)) });
		if (!input.rehearsal) {
			await trustKey(needs, tx, actor, bundle.publisher);
			if (report.imported.length > 0) recordImport(tx, actor, { bundle, digest: sealed.digest, at: needs.now(), count: report.imported.length });
		}
		const { publisher, created, publications } = bundle;
		return { digest: sealed.digest, publisher, created, isNewKey, publications, leftOut, report, lifecycles };
	});
}

/** Names that were asked for, by lineage. Throws `bundle-name-unknown` for a published name that nothing in the bundle has. */
export function namesByLineage(bundle: Pick<Bundle, "revisions">, names: ReadonlyMap<string, string> | undefined): Map<string, string> {
	const byLineage = new Map<string, string>();
	for (const [published, name] of names ?? []) {
		const meant = bundle.revisions.filter(({ content }) => content.name === published);
		if (meant.length === 0) throw fault("bundle-name-unknown", { name: published.slice(0, 220) });
		for (const { lineage } of meant) byLineage.set(lineage, name);
	}
	return byLineage;
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
