import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";

/** A URL that receives an account's notifications. */
export interface StoredWebhook {
	readonly id: number;
	readonly accountId: number;
	/** UUID that its secrets are sealed for. */
	readonly uid: string;
	/** Unique in its account. */
	readonly name: string;
	readonly description: string;
	readonly url: string;
	/** Patterns of events. */
	readonly events: readonly string[];
	/** Sealed. */
	readonly secret: string;
	/** The previous secret, sealed, and until when it also signs. */
	readonly previousSecret: { readonly secret: string; readonly until: string } | null;
	/** False = paused. */
	readonly active: boolean;
	/** The reason if the registry paused it; null = a user did, or it is active. */
	readonly pausedBecause: string | null;
	/** Since when its deliveries are given up; null = it works. */
	readonly failingSince: string | null;
	readonly lastTryAt: string | null;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export type NewWebhook = Pick<
	StoredWebhook,
	"accountId" | "uid" | "name" | "description" | "url" | "events" | "secret" | "createdAt"
>;

/** The fields of a webhook that can change. */
export type WebhookChange = Partial<
	Pick<
		StoredWebhook,
		"description" | "url" | "events" | "secret" | "previousSecret" | "active" | "pausedBecause" | "failingSince"
	>
>;

export function webhookReads(db: Kysely<Tables>) {
	const rows = () => db.selectFrom("webhooks").selectAll();
	return {
		find: async (accountId: number, name: string): Promise<StoredWebhook | undefined> => {
			const row = await rows().where("account_id", "=", accountId).where("name", "=", name).executeTakeFirst();
			return row && webhookOf(row);
		},
		list: async (accountId: number): Promise<StoredWebhook[]> =>
			(await rows().where("account_id", "=", accountId).orderBy("name").execute()).map(webhookOf),
		/** The active webhooks of these accounts, with their patterns of events. */
		listActive: async (
			accountIds: readonly number[],
		): Promise<Pick<StoredWebhook, "id" | "accountId" | "events">[]> => {
			if (accountIds.length === 0) return [];
			const found = await db
				.selectFrom("webhooks")
				.select(["id", "account_id", "events"])
				.where("account_id", "in", [...accountIds])
				.where("is_active", "=", 1)
				.orderBy("id")
				.execute();
			return found.map((row) => ({
				id: row.id,
				accountId: row.account_id,
				events: JSON.parse(row.events) as string[],
			}));
		},
	};
}

export function webhookWrites(db: Kysely<Tables>) {
	return {
		insert: async (webhook: NewWebhook): Promise<number> => {
			const row = await db
				.insertInto("webhooks")
				.values({
					account_id: webhook.accountId,
					uid: webhook.uid,
					name: webhook.name,
					description: webhook.description,
					url: webhook.url,
					events: JSON.stringify(webhook.events),
					secret: webhook.secret,
					is_active: 1,
					created_at: webhook.createdAt,
					updated_at: webhook.createdAt,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
		/**
		 * Locks a webhook of the account for a change: others that lock it wait until the transaction ends. Undefined if
		 * there is none.
		 */
		lock: async (accountId: number, name: string): Promise<StoredWebhook | undefined> => {
			const row = await db
				.updateTable("webhooks")
				.set((eb) => ({ updated_at: eb.ref("updated_at") }))
				.where("account_id", "=", accountId)
				.where("name", "=", name)
				.returningAll()
				.executeTakeFirst();
			return row && webhookOf(row);
		},
		/** Locks a webhook by its id. */
		takeById: async (id: number): Promise<StoredWebhook | undefined> => {
			const row = await db
				.updateTable("webhooks")
				.set((eb) => ({ updated_at: eb.ref("updated_at") }))
				.where("id", "=", id)
				.returningAll()
				.executeTakeFirst();
			return row && webhookOf(row);
		},
		/** Changes the given fields. `at` is when a user changed it; omitted if the registry notes something. */
		change: async (id: number, change: WebhookChange, at?: string): Promise<void> => {
			const { description, url, events, secret, previousSecret, active, pausedBecause, failingSince } = change;
			await db
				.updateTable("webhooks")
				.set({
					...(description === undefined ? {} : { description }),
					...(url === undefined ? {} : { url }),
					...(events === undefined ? {} : { events: JSON.stringify(events) }),
					...(secret === undefined ? {} : { secret }),
					...(previousSecret === undefined
						? {}
						: { previous_secret: previousSecret?.secret ?? null, previous_until: previousSecret?.until ?? null }),
					...(active === undefined ? {} : { is_active: active ? 1 : 0 }),
					...(pausedBecause === undefined ? {} : { paused_because: pausedBecause }),
					...(failingSince === undefined ? {} : { failing_since: failingSince }),
					...(at === undefined ? {} : { updated_at: at }),
				})
				.where("id", "=", id)
				.execute();
		},
		/** Deletes it with its deliveries. */
		remove: async (id: number): Promise<void> => {
			await db.deleteFrom("deliveries").where("webhook_id", "=", id).execute();
			await db.deleteFrom("webhooks").where("id", "=", id).execute();
		},
	};
}

/** A webhook from its row. */
export function webhookOf(row: {
	id: number;
	account_id: number;
	uid: string;
	name: string;
	description: string;
	url: string;
	events: string;
	secret: string;
	previous_secret: string | null;
	previous_until: string | null;
	is_active: number;
	paused_because: string | null;
	failing_since: string | null;
	last_try_at: string | null;
	created_at: string;
	updated_at: string;
}): StoredWebhook {
	const { previous_secret: secret, previous_until: until } = row;
	return {
		id: row.id,
		accountId: row.account_id,
		uid: row.uid,
		name: row.name,
		description: row.description,
		url: row.url,
		events: JSON.parse(row.events) as string[],
		secret: row.secret,
		previousSecret: secret === null || until === null ? null : { secret, until },
		active: row.is_active === 1,
		pausedBecause: row.paused_because,
		failingSince: row.failing_since,
		lastTryAt: row.last_try_at,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
