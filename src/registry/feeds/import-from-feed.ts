import { revisionKey } from "../../core/bundle/index.ts";
import { type ComponentKind, lifecycleState } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { StoredPublicationView } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { reasonLeftOut } from "../bundles/importable-publications.ts";
import type { ImportReport } from "../imports/import-revisions.ts";
import type { Needs } from "../needs.ts";
import { importOffer } from "./import-listed.ts";
import { findFeed } from "./list-feeds.ts";

export interface FeedImport {
	readonly feed: string;
	readonly kind: ComponentKind;
	/** The publisher's name for it. */
	readonly name: string;
	/** Null = the newest that may be imported. */
	readonly number: number | null;
	/** Its name in this account; omit to use the publisher's. */
	readonly as?: string | undefined;
}

/**
 * Imports one publication that a feed lists, with its dependencies. Throws `feed-not-found`; `feed-offer-absent` if the
 * last index does not list it as importable; and whatever reading its bundle and `importRevisions` throw.
 */
export async function importFromFeed(needs: Needs, actor: Actor, input: FeedImport): Promise<ImportReport> {
	assertMay(actor, "marketplace.import");
	const { read } = needs.store;
	const feed = await findFeed(read, actor, input.feed);
	if (!(await read.signingKeys.findTrusted(actor.accountId, feed.key)))
		throw fault("bundle-key-unknown", { key: feed.key });
	if (feed.expiresAt !== null && feed.expiresAt <= needs.now()) {
		throw fault("feed-expired", { publisher: feed.publisher ?? feed.name, expires: feed.expiresAt, now: needs.now() });
	}
	const lifecycles = await read.feeds.lifecycles(feed.id);
	const lives = new Map(lifecycles.map((one) => [revisionKey(one), one]));
	const mayCome = (one: StoredPublicationView) =>
		reasonLeftOut(one, lifecycleState(lives.get(revisionKey(one)) ?? null, needs.now())) === null;
	const named = (await read.feeds.offers(feed.id))
		.filter(({ kind, name }) => kind === input.kind && name === input.name)
		.filter(mayCome);
	const offer = input.number === null ? newest(named) : named.find(({ number }) => number === input.number);
	if (!offer || offer.bundle === null || offer.bundleSize === null) {
		throw fault("feed-offer-absent", {
			feed: feed.name,
			ref: input.number === null ? input.name : revisionRef(input.name, input.number),
		});
	}
	const wanted = { ...offer, bundle: offer.bundle, bundleSize: offer.bundleSize };
	const names = input.as === undefined ? undefined : new Map([[offer.name, input.as]]);
	return importOffer(needs, actor, { feed, offer: wanted, lifecycles, names });
}

/** The newest commit, or a shared HEAD if there is no commit. */
function newest(offers: readonly StoredPublicationView[]): StoredPublicationView | undefined {
	return offers.toSorted((a, b) => a.number - b.number).at(-1);
}
