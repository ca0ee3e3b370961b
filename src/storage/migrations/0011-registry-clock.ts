import { type Kysely, sql } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/**
 * The latest time that any write recorded. The registry's time never goes back before it, whatever a machine's clock
 * says, so a revocation stays in force. Starts at the latest time in the audit.
 */
export const migration: Migration = { name: "0011-registry-clock", up };

async function up(db: Kysely<unknown>, { text }: Ddl): Promise<void> {
	await db.schema
		.alterTable("registry_state")
		.addColumn("clock", text, (c) => c.notNull().defaultTo(""))
		.execute();
	await sql`update registry_state set clock = coalesce((select max(at) from audit_entries), '')`.execute(db);
}
