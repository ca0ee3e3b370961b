import type { Kysely } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/**
 * Between installations: keys that accounts sign with, publishers' keys that accounts trust, and the feeds that they
 * follow.
 */
export const migration: Migration = { name: "0009-feeds", up };

async function up(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	await createKeys(db, ddl);
	await createFeeds(db, ddl);
}

async function createKeys(db: Kysely<unknown>, { text, idType, id, clustered }: Ddl): Promise<void> {
	await db.schema
		.createTable("signing_keys")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id").unique())
		.addColumn("fingerprint", text, (c) => c.notNull().unique())
		.addColumn("public_key", text, (c) => c.notNull())
		.addColumn("sealed_secret", text, (c) => c.notNull())
		.addColumn("feed_sequence", "integer", (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.execute();
	await clustered(
		db.schema
			.createTable("publisher_keys")
			.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
			.addColumn("fingerprint", text, (c) => c.notNull())
			.addColumn("publisher", text, (c) => c.notNull())
			.addColumn("url", text)
			.addColumn("trusted_by", text, (c) => c.notNull())
			.addColumn("trusted_at", text, (c) => c.notNull())
			.addPrimaryKeyConstraint("publisher_keys_key", ["account_id", "fingerprint"]),
	).execute();
}

async function createFeeds(db: Kysely<unknown>, { text, idType, id, clustered }: Ddl): Promise<void> {
	await db.schema
		.createTable("feeds")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("url", text, (c) => c.notNull())
		.addColumn("fingerprint", text, (c) => c.notNull())
		.addColumn("mode", text, (c) => c.notNull())
		.addColumn("publisher", text)
		.addColumn("etag", text)
		.addColumn("last_modified", text)
		.addColumn("sequence", "integer", (c) => c.notNull())
		.addColumn("index_digest", text)
		.addColumn("expires_at", text)
		.addColumn("is_whole", "integer", (c) => c.notNull())
		.addColumn("created_by", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("checked_at", text)
		.addColumn("changed_at", text)
		.addColumn("outcome", text)
		.addUniqueConstraint("feeds_name", ["account_id", "name"])
		.execute();
	await clustered(
		db.schema
			.createTable("feed_offers")
			.addColumn("feed_id", idType, (c) => c.notNull().references("feeds.id"))
			.addColumn("lineage", text, (c) => c.notNull())
			.addColumn("number", "integer", (c) => c.notNull())
			.addColumn("kind", text, (c) => c.notNull())
			.addColumn("name", text, (c) => c.notNull())
			.addColumn("digest", text, (c) => c.notNull())
			.addColumn("state", text, (c) => c.notNull())
			.addColumn("short_description", text, (c) => c.notNull())
			.addColumn("published_at", text, (c) => c.notNull())
			.addColumn("bundle", text)
			.addColumn("bundle_size", "integer")
			.addPrimaryKeyConstraint("feed_offers_key", ["feed_id", "lineage", "number"]),
	).execute();
	await clustered(
		db.schema
			.createTable("feed_lifecycles")
			.addColumn("feed_id", idType, (c) => c.notNull().references("feeds.id"))
			.addColumn("lineage", text, (c) => c.notNull())
			.addColumn("number", "integer", (c) => c.notNull())
			.addColumn("deprecated_at", text)
			.addColumn("revoked_at", text)
			.addColumn("reason", text)
			.addColumn("replacement", text)
			.addPrimaryKeyConstraint("feed_lifecycles_key", ["feed_id", "lineage", "number"]),
	).execute();
}
