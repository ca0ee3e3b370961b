import type { Kysely } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/** How often a server syncs a feed by itself, and what the last sync failed for. Feeds that are there go on being synced by hand. */
export const migration: Migration = { name: "0010-feed-schedule", up };

async function up(db: Kysely<unknown>, { text }: Ddl): Promise<void> {
	await db.schema.alterTable("feeds").addColumn("every_minutes", "integer").execute();
	await db.schema.alterTable("feeds").addColumn("problem", text).execute();
}
