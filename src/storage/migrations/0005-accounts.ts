import { type Kysely, sql } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/**
 * Users, their roles in each account, their sessions, and the count of sign-in attempts. Tokens get roles of their own,
 * an owner and optionally one component that they are for. The old column `role` stays filled for servers of the
 * previous release.
 */
export const migration: Migration = { name: "0005-accounts", up };

async function up(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	const { text, idType, id } = ddl;
	await db.schema
		.alterTable("accounts")
		.addColumn("description", text, (c) => c.notNull().defaultTo(""))
		.execute();
	await db.schema
		.createTable("users")
		.addColumn("id", idType, id)
		.addColumn("name", text, (c) => c.notNull().unique())
		.addColumn("display_name", text, (c) => c.notNull())
		.addColumn("email", text)
		.addColumn("password_hash", text)
		.addColumn("is_operator", "integer", (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("updated_at", text, (c) => c.notNull())
		.addColumn("disabled_at", text)
		.execute();
	await ddl
		.clustered(
			db.schema
				.createTable("memberships")
				.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
				.addColumn("user_id", idType, (c) => c.notNull().references("users.id"))
				.addColumn("source", text, (c) => c.notNull())
				.addColumn("roles", text, (c) => c.notNull())
				.addColumn("created_at", text, (c) => c.notNull())
				.addPrimaryKeyConstraint("memberships_key", ["account_id", "user_id", "source"]),
		)
		.execute();
	await db.schema.createIndex("memberships_user").on("memberships").columns(["user_id"]).execute();
	await db.schema
		.createTable("sessions")
		.addColumn("id", idType, id)
		.addColumn("user_id", idType, (c) => c.notNull().references("users.id"))
		.addColumn("hash", text, (c) => c.notNull().unique())
		.addColumn("method", text, (c) => c.notNull())
		.addColumn("agent", text)
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("expires_at", text, (c) => c.notNull())
		.addColumn("last_used_at", text, (c) => c.notNull())
		.execute();
	await db.schema.createIndex("sessions_user").on("sessions").columns(["user_id"]).execute();
	await ddl
		.clustered(
			db.schema
				.createTable("sign_in_attempts")
				.addColumn("subject", text, (c) => c.notNull().primaryKey())
				.addColumn("failures", "integer", (c) => c.notNull())
				.addColumn("last_at", text, (c) => c.notNull())
				.addColumn("next_at", text, (c) => c.notNull()),
		)
		.execute();
	await extendTokens(db, ddl);
	await renameMovers(db);
}

async function extendTokens(db: Kysely<unknown>, { text, idType }: Ddl): Promise<void> {
	await db.schema
		.alterTable("tokens")
		.addColumn("roles", text, (c) => c.notNull().defaultTo("[]"))
		.execute();
	await db.schema.alterTable("tokens").addColumn("user_id", idType).execute();
	await db.schema.alterTable("tokens").addColumn("component_id", idType).execute();
	await db.schema
		.alterTable("tokens")
		.addColumn("source", text, (c) => c.notNull().defaultTo("made"))
		.execute();
	const roles = {
		reader: ["observer"],
		writer: ["observer", "actor", "designer", "library"],
		// A token that could create tokens of every role could do everything.
		admin: ["observer", "actor", "designer", "library", "publisher", "admin", "operator"],
	};
	for (const [role, now] of Object.entries(roles))
		await sql`update tokens set roles = ${JSON.stringify(now)} where role = ${role}`.execute(db);
	await db.schema.createIndex("tokens_account").on("tokens").columns(["account_id", "id"]).execute();
}

/** Channels named the old roles: their movers become the new roles with the same rights. */
async function renameMovers(db: Kysely<unknown>): Promise<void> {
	await sql`update channels set movers = replace(movers, '"role:writer"', '"role:designer"') where movers like '%"role:writer"%'`.execute(
		db,
	);
}
