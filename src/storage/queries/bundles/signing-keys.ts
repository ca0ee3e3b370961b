import type { Kysely } from "kysely";
import type { Tables } from "../../tables.ts";

/** The key that an account signs with. */
export interface StoredSigningKey {
	readonly id: number;
	readonly accountId: number;
	readonly fingerprint: string;
	readonly publicKey: string;
	/** Sealed: only the installation's secret key opens it. */
	readonly sealedSecret: string;
	/** Number of the last signed feed index; 0 = none. */
	readonly feedSequence: number;
	readonly createdAt: string;
}

/** A publisher's key that an account trusts. */
export interface StoredPublisherKey {
	readonly accountId: number;
	readonly fingerprint: string;
	/** The publisher's name and page, from the first trusted file. */
	readonly publisher: string;
	readonly url: string | null;
	readonly trustedBy: string;
	readonly trustedAt: string;
}

export function signingKeyReads(db: Kysely<Tables>) {
	return {
		/** The account's own key. */
		find: async (accountId: number): Promise<StoredSigningKey | undefined> => {
			const row = await db
				.selectFrom("signing_keys")
				.selectAll()
				.where("account_id", "=", accountId)
				.executeTakeFirst();
			return (
				row && {
					id: row.id,
					accountId: row.account_id,
					fingerprint: row.fingerprint,
					publicKey: row.public_key,
					sealedSecret: row.sealed_secret,
					feedSequence: row.feed_sequence,
					createdAt: row.created_at,
				}
			);
		},
		findTrusted: async (accountId: number, fingerprint: string): Promise<StoredPublisherKey | undefined> => {
			const row = await db
				.selectFrom("publisher_keys")
				.selectAll()
				.where("account_id", "=", accountId)
				.where("fingerprint", "=", fingerprint)
				.executeTakeFirst();
			return row && publisherKeyOf(row);
		},
		/** By the publisher's name. */
		listTrusted: async (accountId: number): Promise<StoredPublisherKey[]> => {
			const rows = await db
				.selectFrom("publisher_keys")
				.selectAll()
				.where("account_id", "=", accountId)
				.orderBy("publisher")
				.orderBy("fingerprint")
				.execute();
			return rows.map(publisherKeyOf);
		},
	};
}

export function signingKeyWrites(db: Kysely<Tables>) {
	return {
		insert: async (key: Omit<StoredSigningKey, "id" | "feedSequence">): Promise<number> => {
			const row = await db
				.insertInto("signing_keys")
				.values({
					account_id: key.accountId,
					fingerprint: key.fingerprint,
					public_key: key.publicKey,
					sealed_secret: key.sealedSecret,
					feed_sequence: 0,
					created_at: key.createdAt,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
		/** Replaces the key; the numbers of feed indexes continue. */
		replace: async (
			id: number,
			key: Pick<StoredSigningKey, "fingerprint" | "publicKey" | "sealedSecret" | "createdAt">,
		): Promise<void> => {
			const { fingerprint, publicKey, sealedSecret, createdAt } = key;
			const row = { fingerprint, public_key: publicKey, sealed_secret: sealedSecret, created_at: createdAt };
			await db.updateTable("signing_keys").set(row).where("id", "=", id).execute();
		},
		/** The number of the account's next feed index, never returned twice. */
		nextFeedSequence: async (id: number): Promise<number> => {
			const row = await db
				.updateTable("signing_keys")
				.set((eb) => ({ feed_sequence: eb("feed_sequence", "+", 1) }))
				.where("id", "=", id)
				.returning("feed_sequence")
				.executeTakeFirstOrThrow();
			return row.feed_sequence;
		},
		/** Trusts a publisher's key; one that is trusted stays as it is. */
		trust: async (key: StoredPublisherKey): Promise<void> => {
			await db
				.insertInto("publisher_keys")
				.values({
					account_id: key.accountId,
					fingerprint: key.fingerprint,
					publisher: key.publisher,
					url: key.url,
					trusted_by: key.trustedBy,
					trusted_at: key.trustedAt,
				})
				.onConflict((conflict) => conflict.columns(["account_id", "fingerprint"]).doNothing())
				.execute();
		},
		/** Returns the number of deleted keys: 0 or 1. */
		distrust: async (accountId: number, fingerprint: string): Promise<number> => {
			const result = await db
				.deleteFrom("publisher_keys")
				.where("account_id", "=", accountId)
				.where("fingerprint", "=", fingerprint)
				.executeTakeFirst();
			return Number(result.numDeletedRows);
		},
	};
}

function publisherKeyOf(row: {
	account_id: number;
	fingerprint: string;
	publisher: string;
	url: string | null;
	trusted_by: string;
	trusted_at: string;
}): StoredPublisherKey {
	return {
		accountId: row.account_id,
		fingerprint: row.fingerprint,
		publisher: row.publisher,
		url: row.url,
		trustedBy: row.trusted_by,
		trustedAt: row.trusted_at,
	};
}
