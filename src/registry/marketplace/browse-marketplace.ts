import { parseCategory, publisherKey } from "../../core/marketplace/index.ts";
import type { MarketplaceFilter } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { type LivingPublication, withLifecycles } from "./get-publication.ts";

/** The search; the publisher by name, in any spelling. */
export type MarketplaceQuestion = Omit<MarketplaceFilter, "viewerId" | "publisherId"> & {
	readonly publisher?: string | undefined;
};

/** One row for each lineage that the account sees: its newest active revision. Empty for an unknown publisher. */
export async function browseMarketplace(
	needs: Needs,
	actor: Actor,
	question: MarketplaceQuestion,
): Promise<LivingPublication[]> {
	const reads = needs.store.read;
	const { publisher, category, ...filter } = question;
	const found = publisher === undefined ? undefined : await reads.publishers.findByKey(publisherKey(publisher));
	if (publisher !== undefined && !found) return [];
	const publications = await reads.publications.browse({
		...filter,
		viewerId: actor.accountId,
		publisherId: found?.accountId,
		category: category === undefined ? undefined : parseCategory(category),
	});
	return withLifecycles(needs, reads, publications);
}
