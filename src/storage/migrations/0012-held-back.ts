import { type Kysely, sql } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/**
 * Commits that their publisher holds back, with its reason, each component's newest commit that is not held back, and
 * the dates of the lists that commits came from. No existing commit is held back, or has the date of its list.
 */
export const migration: Migration = { name: "0012-held-back", up };

async function up(db: Kysely<unknown>, { text }: Ddl): Promise<void> {
	await db.schema.alterTable("revisions").addColumn("held_back", text).execute();
	await db.schema.alterTable("revisions").addColumn("listed_at", text).execute();
	await db.schema
		.alterTable("components")
		.addColumn("current_number", "integer", (c) => c.notNull().defaultTo(0))
		.execute();
	await sql`update components set current_number = latest_number`.execute(db);
}
