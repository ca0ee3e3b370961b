import type { Kysely } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/** The interval of a feed's automatic syncs, and the problem of the last sync. Existing feeds stay on request only. */
export const migration: Migration = { name: "0010-feed-schedule", up };

async function up(db: Kysely<unknown>, { text }: Ddl): Promise<void> {
	await db.schema.alterTable("feeds").addColumn("every_minutes", "integer").execute();
	await db.schema.alterTable("feeds").addColumn("problem", text).execute();
}
