import { type Kysely, sql } from "kysely";
import type { Engine } from "../../dialects/engine.ts";
import type { Tables } from "../../tables.ts";
import { type StoredWebhook, webhookOf } from "./webhooks.ts";

export const deliveryStates = ["pending", "delivered", "failed"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** A message to a webhook, with its state. */
export interface StoredDelivery {
	readonly id: number;
	readonly webhookId: number;
	/** Null = a ping. */
	readonly notificationId: number | null;
	readonly messageId: string;
	/** The event's name, or the ping's type. */
	readonly event: string;
	readonly state: DeliveryState;
	/** Number of attempts, including one in progress. */
	readonly tries: number;
	/** Time of the next attempt; without meaning unless it is pending. */
	readonly nextAt: string;
	readonly createdAt: string;
	/** The last attempt; null = none has ended. */
	readonly last: DeliveryTry | null;
}

/** The outcome of an attempt. */
export interface DeliveryTry {
	readonly at: string;
	readonly tookMs: number;
	/** HTTP status of the answer; null = there was none. */
	readonly status: number | null;
	/** The problem; null = none. */
	readonly problem: string | null;
	/** The beginning of the receiver's answer. */
	readonly answer: string | null;
}

export interface NewDelivery
	extends Pick<StoredDelivery, "webhookId" | "notificationId" | "messageId" | "event" | "createdAt"> {
	/** Time of the first attempt; omit for at once. */
	readonly nextAt?: string;
}

/** A filter of a webhook's deliveries, newest first. */
export interface DeliveryFilter {
	readonly webhookId: number;
	readonly state?: DeliveryState | undefined;
	readonly after?: number | undefined;
	readonly limit: number;
}

/** How many deliveries to lease, and how. */
export interface DeliveryClaim {
	readonly now: string;
	/** End of the lease. */
	readonly until: string;
	readonly limit: number;
	/** The most in progress for one webhook, so that a slow receiver does not hold up others. */
	readonly perWebhook: number;
	/** The most in progress for one account. */
	readonly perAccount: number;
}

/** A leased delivery with its destination. */
export interface TakenDelivery {
	readonly delivery: StoredDelivery;
	readonly webhook: StoredWebhook;
}

export function deliveryReads(db: Kysely<Tables>) {
	const rows = () => db.selectFrom("deliveries").selectAll();
	return {
		list: async (filter: DeliveryFilter): Promise<StoredDelivery[]> => {
			let query = rows().where("webhook_id", "=", filter.webhookId);
			if (filter.state !== undefined) query = query.where("state", "=", filter.state);
			if (filter.after !== undefined) query = query.where("id", "<", filter.after);
			return (await query.orderBy("id", "desc").limit(filter.limit).execute()).map(deliveryOf);
		},
		find: async (webhookId: number, id: number): Promise<StoredDelivery | undefined> => {
			const row = await rows().where("webhook_id", "=", webhookId).where("id", "=", id).executeTakeFirst();
			return row && deliveryOf(row);
		},
		/** True if a delivery is due. */
		hasDue: async (now: string): Promise<boolean> =>
			(await dueWebhooks(db, now).limit(1).executeTakeFirst()) !== undefined,
		/** The oldest of all webhooks. */
		listOldest: async (limit: number): Promise<Pick<StoredDelivery, "id" | "createdAt">[]> =>
			db.selectFrom("deliveries").select(["id", "created_at as createdAt"]).orderBy("id").limit(limit).execute(),
	};
}

/** Writes to deliveries, and leases of them. */
export function deliveryWrites(db: Kysely<Tables>, engine: Pick<Engine, "insertMany">) {
	return { ...deliveryRowWrites(db, engine), ...deliveryLeases(db), ...deliveryRenewals(db) };
}

function deliveryRowWrites(db: Kysely<Tables>, engine: Pick<Engine, "insertMany">) {
	return {
		insert: async (delivery: NewDelivery): Promise<number> => {
			const row = await db.insertInto("deliveries").values(rowOf(delivery)).returning("id").executeTakeFirstOrThrow();
			return row.id;
		},
		insertMany: (deliveries: readonly NewDelivery[]): Promise<void> =>
			engine.insertMany(db, "deliveries", deliveries.map(rowOf)),
		/** Deletes all up to an id, of all webhooks. */
		removeUpTo: async (id: number): Promise<void> => {
			await db.deleteFrom("deliveries").where("id", "<=", id).execute();
		},
	};
}

function deliveryLeases(db: Kysely<Tables>) {
	return {
		/**
		 * Leases deliveries that are due, starting with the webhooks whose last attempt is oldest. Each delivery is leased
		 * by one caller only.
		 */
		claim: async (claim: DeliveryClaim): Promise<TakenDelivery[]> => {
			const ids = await listTakeable(db, claim);
			return ids.length === 0 ? [] : claimRows(db, ids, claim);
		},
		/** Leases one pending delivery; undefined if it is leased already or done. */
		claimOne: async (id: number, claim: Pick<DeliveryClaim, "now" | "until">): Promise<TakenDelivery | undefined> =>
			(await claimRows(db, [id], claim))[0],
		/** Ends an attempt: done, given up, or to be tried again. False if it was leased again meanwhile. */
		endTry: async (
			taken: Pick<StoredDelivery, "id" | "tries">,
			outcome: { readonly state: DeliveryState; readonly nextAt: string; readonly last: DeliveryTry },
		): Promise<boolean> => {
			const { state, nextAt, last } = outcome;
			const result = await stillTaken(taken)
				.set({
					state,
					next_at: nextAt,
					lease_until: "",
					tried_at: last.at,
					took_ms: last.tookMs,
					status: last.status,
					problem: last.problem,
					answer: last.answer,
				})
				.executeTakeFirst();
			return Number(result.numUpdatedRows) > 0;
		},
		/** Returns a leased delivery without an attempt. */
		giveBack: async (taken: Pick<StoredDelivery, "id" | "tries">): Promise<void> => {
			await stillTaken(taken)
				.set((eb) => ({ lease_until: "", tries: eb("tries", "-", 1) }))
				.execute();
		},
	};

	/** The number of attempts distinguishes a later lease. */
	function stillTaken({ id, tries }: Pick<StoredDelivery, "id" | "tries">) {
		return db.updateTable("deliveries").where("id", "=", id).where("tries", "=", tries).where("state", "=", "pending");
	}
}

function deliveryRenewals(db: Kysely<Tables>) {
	return {
		/** Restarts a delivery with all its attempts, unless it is in progress. False if it is. */
		renew: async (id: number, now: string): Promise<boolean> => {
			const result = await renewed(now).where("id", "=", id).executeTakeFirst();
			return Number(result.numUpdatedRows) > 0;
		},
		/** Restarts a webhook's deliveries that were given up since a time, up to a limit. Returns how many. */
		renewFailed: async (
			webhookId: number,
			since: string,
			{ limit, now }: { readonly limit: number; readonly now: string },
		): Promise<number> => {
			const failed = await db
				.selectFrom("deliveries")
				.select("id")
				.where("webhook_id", "=", webhookId)
				.where("state", "=", "failed")
				.where("created_at", ">=", since)
				.orderBy("id")
				.limit(limit)
				.execute();
			if (failed.length === 0) return 0;
			const ids = failed.map((row) => row.id);
			return Number((await renewed(now).where("id", "in", ids).executeTakeFirst()).numUpdatedRows);
		},
	};

	function renewed(now: string) {
		return db
			.updateTable("deliveries")
			.set({ state: "pending", tries: 0, next_at: now, lease_until: "" })
			.where("lease_until", "<=", now);
	}
}

function dueWebhooks(db: Kysely<Tables>, now: string) {
	return db
		.selectFrom("webhooks")
		.select(["webhooks.id", "webhooks.account_id"])
		.where("webhooks.is_active", "=", 1)
		.where((eb) =>
			eb.exists(
				eb
					.selectFrom("deliveries")
					.select("deliveries.id")
					.whereRef("deliveries.webhook_id", "=", "webhooks.id")
					.where("deliveries.state", "=", "pending")
					.where("deliveries.next_at", "<=", now)
					.where("deliveries.lease_until", "<=", now),
			),
		);
}

async function listTakeable(db: Kysely<Tables>, claim: DeliveryClaim): Promise<number[]> {
	const { now, limit, perWebhook, perAccount } = claim;
	const webhooks = await dueWebhooks(db, now)
		.orderBy(sql`coalesce(webhooks.last_try_at, '')`)
		.orderBy("webhooks.id")
		.limit(limit)
		.execute();
	const underWay = new Map<number, number>();
	const ofAccount = new Map<number, number>();
	for (const { webhook, account } of await countUnderWay(db, now, webhooks)) {
		underWay.set(webhook, (underWay.get(webhook) ?? 0) + 1);
		ofAccount.set(account, (ofAccount.get(account) ?? 0) + 1);
	}
	const ids: number[] = [];
	for (const { id, account_id: account } of webhooks) {
		const free = Math.min(
			limit - ids.length,
			perWebhook - (underWay.get(id) ?? 0),
			perAccount - (ofAccount.get(account) ?? 0),
		);
		if (free <= 0) continue;
		const due = await db
			.selectFrom("deliveries")
			.select("id")
			.where("webhook_id", "=", id)
			.where("state", "=", "pending")
			.where("next_at", "<=", now)
			.where("lease_until", "<=", now)
			.orderBy("next_at")
			.orderBy("id")
			.limit(free)
			.execute();
		ids.push(...due.map((row) => row.id));
		ofAccount.set(account, (ofAccount.get(account) ?? 0) + due.length);
	}
	return ids;
}

/** One row for each delivery in progress, in the accounts of these webhooks. */
async function countUnderWay(db: Kysely<Tables>, now: string, webhooks: readonly { readonly account_id: number }[]) {
	const accounts = [...new Set(webhooks.map((webhook) => webhook.account_id))];
	if (accounts.length === 0) return [];
	return db
		.selectFrom("deliveries")
		.innerJoin("webhooks", "webhooks.id", "deliveries.webhook_id")
		.select(["deliveries.webhook_id as webhook", "webhooks.account_id as account"])
		.where("webhooks.account_id", "in", accounts)
		.where("deliveries.state", "=", "pending")
		.where("deliveries.lease_until", ">", now)
		.execute();
}

async function claimRows(
	db: Kysely<Tables>,
	ids: readonly number[],
	{ now, until }: Pick<DeliveryClaim, "now" | "until">,
): Promise<TakenDelivery[]> {
	const rows = await db
		.updateTable("deliveries")
		.set((eb) => ({ lease_until: until, tries: eb("tries", "+", 1) }))
		.where("id", "in", [...ids])
		.where("state", "=", "pending")
		.where("lease_until", "<=", now)
		.returningAll()
		.execute();
	if (rows.length === 0) return [];
	const webhookIds = [...new Set(rows.map((row) => row.webhook_id))].sort((a, b) => a - b);
	await db.updateTable("webhooks").set({ last_try_at: now }).where("id", "in", webhookIds).execute();
	const found = await db.selectFrom("webhooks").selectAll().where("id", "in", webhookIds).execute();
	const webhooks = new Map(found.map((row) => [row.id, webhookOf(row)]));
	return rows
		.sort((a, b) => a.id - b.id)
		.flatMap((row) => {
			const webhook = webhooks.get(row.webhook_id);
			return webhook ? [{ delivery: deliveryOf(row), webhook }] : [];
		});
}

function rowOf(delivery: NewDelivery) {
	return {
		webhook_id: delivery.webhookId,
		notification_id: delivery.notificationId,
		message_id: delivery.messageId,
		event: delivery.event,
		state: "pending",
		tries: 0,
		next_at: delivery.nextAt ?? delivery.createdAt,
		lease_until: "",
		created_at: delivery.createdAt,
	};
}

function deliveryOf(row: {
	id: number;
	webhook_id: number;
	notification_id: number | null;
	message_id: string;
	event: string;
	state: string;
	tries: number;
	next_at: string;
	created_at: string;
	tried_at: string | null;
	took_ms: number | null;
	status: number | null;
	problem: string | null;
	answer: string | null;
}): StoredDelivery {
	const { tried_at: at, took_ms: tookMs, status, problem, answer } = row;
	return {
		id: row.id,
		webhookId: row.webhook_id,
		notificationId: row.notification_id,
		messageId: row.message_id,
		event: row.event,
		state: row.state as DeliveryState,
		tries: row.tries,
		nextAt: row.next_at,
		createdAt: row.created_at,
		last: at === null ? null : { at, tookMs: tookMs ?? 0, status, problem, answer },
	};
}
