import { revisionKey } from "../../core/bundle/index.ts";
import { fault } from "../../core/errors.ts";
import type { Reads, StoredFeed, StoredPublicationView } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { type LifecycleNews, listLifecycleNews } from "../bundles/publisher-lifecycles.ts";
import type { Needs } from "../needs.ts";

/** A publication that a feed lists, with whether the account has it. */
export interface FeedOffer extends StoredPublicationView {
	readonly isImported: boolean;
}

/** A feed with its publications, and with its publisher's lifecycles that do not apply here yet. */
export interface FeedContents {
	readonly feed: StoredFeed;
	readonly offers: readonly FeedOffer[];
	readonly lifecycles: readonly LifecycleNews[];
}

/** The feeds that the account follows, by name. */
export function listFeeds(needs: Needs, actor: Actor): Promise<StoredFeed[]> {
	return needs.store.read.feeds.list(actor.accountId);
}

/** A feed with the publications of its last index, by name and number. Throws `feed-not-found`. */
export async function getFeed(needs: Needs, actor: Actor, name: string): Promise<FeedContents> {
	const { read } = needs.store;
	const feed = await findFeed(read, actor, name);
	const offers = await markImported(read, actor, await read.feeds.offers(feed.id));
	const lifecycles = await listLifecycleNews(needs, read, {
		actor,
		key: feed.key,
		lifecycles: await read.feeds.lifecycles(feed.id),
	});
	return {
		feed,
		offers: offers.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.number - b.number)),
		lifecycles,
	};
}

/** The account's feed of that name. Throws `feed-not-found`. */
export async function findFeed(reads: Reads, actor: Actor, name: string): Promise<StoredFeed> {
	const feed = await reads.feeds.find(actor.accountId, name);
	if (!feed) throw fault("feed-not-found", { feed: name.slice(0, 120) });
	return feed;
}

/** Marks the listed publications that the account has imported with the same digest. */
export async function markImported<O extends Pick<StoredPublicationView, "lineage" | "number" | "digest">>(
	reads: Reads,
	actor: Actor,
	offers: readonly O[],
): Promise<(O & { readonly isImported: boolean })[]> {
	const components = await reads.components.listByLineages(actor.accountId, [
		...new Set(offers.map(({ lineage }) => lineage)),
	]);
	const lineageOf = new Map(components.map(({ id, lineage }) => [id, lineage]));
	const imports = await reads.imports.list([...lineageOf.keys()]);
	const here = new Map(
		imports.map((one) => [
			revisionKey({ lineage: lineageOf.get(one.componentId) ?? "", number: one.number }),
			one.digest,
		]),
	);
	return offers.map((offer) => ({ ...offer, isImported: here.get(revisionKey(offer)) === offer.digest }));
}
