import {
	foreignFault,
	openBundle,
	type PublishedRevision,
	type RevisionLifecycle,
	readBundle,
	revisionKey,
} from "../../core/bundle/index.ts";
import { fault, isFault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { StoredFeed } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { importSigned } from "../bundles/import-signed.ts";
import { offeredBy } from "../bundles/importable-publications.ts";
import { applyLifecycles } from "../bundles/publisher-lifecycles.ts";
import { namesByLineage } from "../imports/import-publication.ts";
import type { ImportReport } from "../imports/import-revisions.ts";
import type { Needs } from "../needs.ts";
import { fetchBundle } from "./read-feed.ts";

/** A publication of a feed to import. */
export interface WantedOffer extends PublishedRevision {
	readonly bundle: string;
	readonly bundleSize: number;
}

/** The outcome for one publication. */
export interface OfferOutcome {
	readonly name: string;
	readonly number: number;
	/** Null if it could not be imported: see `problem`. */
	readonly report: ImportReport | null;
	/** The reason why it could not be imported. */
	readonly problem: { readonly code: string; readonly text: string; readonly help: string } | null;
}

interface Wanted {
	readonly feed: StoredFeed;
	/** From the feed's index, which is newer than the bundle. */
	readonly lifecycles: readonly RevisionLifecycle[];
	/** Names to use instead of the publisher's: published name → name here. */
	readonly names?: ReadonlyMap<string, string> | undefined;
	/** Cancels: the current import ends, and no further one starts. */
	readonly signal?: AbortSignal | undefined;
}

/**
 * Imports publications of a feed, each in its own transaction, so that one that can't be imported does not block the
 * others. Throws the signal's reason when cancelled; earlier imports stay.
 */
export async function importOffers(
	needs: Needs,
	actor: Actor,
	wanted: Wanted & { readonly offers: readonly WantedOffer[] },
): Promise<OfferOutcome[]> {
	const outcomes: OfferOutcome[] = [];
	for (const offer of wanted.offers) {
		wanted.signal?.throwIfAborted();
		const { name, number } = offer;
		try {
			outcomes.push({ name, number, report: await importOffer(needs, actor, { ...wanted, offer }), problem: null });
		} catch (error) {
			if (!isFault(error) || error.kind === "internal" || error.kind === "denied") throw error;
			outcomes.push({
				name,
				number,
				report: null,
				problem: { code: error.code, text: error.message, help: error.help },
			});
		}
	}
	return outcomes;
}

/** Fetches the bundle of one publication, checks it against the index and imports it. Throws if any of these fails. */
export async function importOffer(
	needs: Needs,
	actor: Actor,
	wanted: Wanted & { readonly offer: WantedOffer },
): Promise<ImportReport> {
	const { feed, offer, lifecycles, signal } = wanted;
	const sealed = readBundle(
		await fetchBundle(needs, feed.url, { digest: offer.bundle, size: offer.bundleSize, signal }),
		needs.sha256,
	);
	const bundle = openBundle(sealed, feed.key, { sha256Hex: needs.sha256, verify: needs.signing.verify });
	const isThis = (one: PublishedRevision) => revisionKey(one) === revisionKey(offer) && one.digest === offer.digest;
	const { packed } = offeredBy({ ...bundle, lifecycles }, { now: needs.now(), isWanted: isThis });
	if (packed.length === 0)
		throw foreignFault(
			`bundle ${offer.bundle}`,
			`does not offer ${revisionRef(offer.name, offer.number)}, although the index says so`,
		);
	return needs.store.write(async (tx) => {
		await tx.accounts.lock(actor.accountId);
		// Ending the trust in a key and this import wait for each other.
		if (!(await tx.signingKeys.findTrusted(actor.accountId, feed.key)))
			throw fault("bundle-key-unknown", { key: feed.key });
		const names = namesByLineage(bundle.revisions, wanted.names ?? new Map());
		const report = await importSigned(needs, tx, actor, {
			packed,
			publisher: bundle.publisher,
			names,
			source: "feed",
			sourceRef: feed.url,
		});
		const fresh = new Set(report.imported.map(revisionKey));
		const news = await applyLifecycles(needs, tx, {
			actor,
			key: feed.key,
			lifecycles,
			isMeant: (one) => fresh.has(revisionKey(one)),
		});
		const isChanged = report.imported.length > 0 || news.some(({ applied }) => applied);
		return isChanged ? report : tx.undo(report);
	});
}
