import type { Kysely } from "kysely";
import type { ComponentKind } from "../../../core/component/index.ts";
import type { Tables } from "../../tables.ts";

/** `auto` = new revisions are imported automatically; `offer` = they are reported. */
export type SubscriptionMode = "auto" | "offer";

/** An account's subscription to a lineage of another publisher. */
export interface StoredSubscription {
	readonly id: number;
	readonly accountId: number;
	readonly kind: ComponentKind;
	readonly lineage: string;
	/** The lineage's name when it was subscribed to. */
	readonly name: string;
	readonly mode: SubscriptionMode;
	/** Null = a feed's. */
	readonly publisherAccountId: number | null;
	readonly createdBy: string;
	readonly createdAt: string;
}

export function subscriptionReads(db: Kysely<Tables>) {
	const rows = () => db.selectFrom("subscriptions").selectAll();
	return {
		find: async (accountId: number, lineage: string): Promise<StoredSubscription | undefined> => {
			const row = await rows().where("account_id", "=", accountId).where("lineage", "=", lineage).executeTakeFirst();
			return row && subscriptionOf(row);
		},
		/** The account's subscription by the name at its time; of several, the oldest. */
		findNamed: async (
			accountId: number,
			asked: { readonly kind: ComponentKind; readonly name: string },
		): Promise<StoredSubscription | undefined> => {
			const query = rows()
				.where("account_id", "=", accountId)
				.where("kind", "=", asked.kind)
				.where("name", "=", asked.name);
			const row = await query.orderBy("id").executeTakeFirst();
			return row && subscriptionOf(row);
		},
		/** The account's subscriptions to these lineages. */
		listByLineages: async (accountId: number, lineages: readonly string[]): Promise<StoredSubscription[]> => {
			if (lineages.length === 0) return [];
			return (await rows().where("account_id", "=", accountId).where("lineage", "in", lineages).execute()).map(
				subscriptionOf,
			);
		},
		/** One page of the account's subscriptions, by name. */
		list: async (
			accountId: number,
			page: { readonly after?: { readonly name: string; readonly id: number } | undefined; readonly limit: number },
		): Promise<StoredSubscription[]> => {
			let query = rows().where("account_id", "=", accountId);
			const { after } = page;
			if (after) query = query.where((eb) => eb(eb.refTuple("name", "id"), ">", eb.tuple(after.name, after.id)));
			return (await query.orderBy("name").orderBy("id").limit(page.limit).execute()).map(subscriptionOf);
		},
		/** All accounts' subscriptions to a lineage. */
		listFollowers: async (lineage: string): Promise<StoredSubscription[]> =>
			(await rows().where("lineage", "=", lineage).orderBy("id").execute()).map(subscriptionOf),
	};
}

export function subscriptionWrites(db: Kysely<Tables>) {
	return {
		/** Adds a subscription, or changes its mode. */
		put: async (subscription: Omit<StoredSubscription, "id">): Promise<void> => {
			const { mode, name } = subscription;
			await db
				.insertInto("subscriptions")
				.values({
					account_id: subscription.accountId,
					kind: subscription.kind,
					lineage: subscription.lineage,
					name,
					mode,
					publisher_account_id: subscription.publisherAccountId,
					created_by: subscription.createdBy,
					created_at: subscription.createdAt,
				})
				.onConflict((conflict) => conflict.columns(["account_id", "lineage"]).doUpdateSet({ mode, name }))
				.execute();
		},
		remove: async (accountId: number, lineage: string): Promise<void> => {
			await db.deleteFrom("subscriptions").where("account_id", "=", accountId).where("lineage", "=", lineage).execute();
		},
	};
}

function subscriptionOf(row: {
	id: number;
	account_id: number;
	kind: string;
	lineage: string;
	name: string;
	mode: string;
	publisher_account_id: number | null;
	created_by: string;
	created_at: string;
}): StoredSubscription {
	return {
		id: row.id,
		accountId: row.account_id,
		kind: row.kind as ComponentKind,
		lineage: row.lineage,
		name: row.name,
		mode: row.mode as SubscriptionMode,
		publisherAccountId: row.publisher_account_id,
		createdBy: row.created_by,
		createdAt: row.created_at,
	};
}
