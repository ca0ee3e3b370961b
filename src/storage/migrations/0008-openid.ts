import type { Kysely } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/**
 * OpenID Connect: sign-in providers, the roles that their groups give, users' identities there; rules for workloads,
 * and used identity tokens.
 */
export const migration: Migration = { name: "0008-openid", up };

async function up(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	await createProviders(db, ddl);
	await createWorkloads(db, ddl);
}

async function createProviders(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	const { text, idType, id } = ddl;
	await db.schema
		.createTable("sign_in_providers")
		.addColumn("id", idType, id)
		.addColumn("name", text, (c) => c.notNull().unique())
		.addColumn("title", text, (c) => c.notNull())
		.addColumn("issuer", text, (c) => c.notNull())
		.addColumn("client_id", text, (c) => c.notNull())
		.addColumn("client_secret", text)
		.addColumn("scopes", text, (c) => c.notNull())
		.addColumn("groups_claim", text)
		.addColumn("admits", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("updated_at", text, (c) => c.notNull())
		.execute();
	await ddl
		.clustered(
			db.schema
				.createTable("group_mappings")
				.addColumn("provider_id", idType, (c) => c.notNull().references("sign_in_providers.id"))
				.addColumn("group_name", text, (c) => c.notNull())
				.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
				.addColumn("roles", text, (c) => c.notNull())
				.addColumn("created_at", text, (c) => c.notNull())
				.addPrimaryKeyConstraint("group_mappings_key", ["provider_id", "group_name", "account_id"]),
		)
		.execute();
	await ddl
		.clustered(
			db.schema
				.createTable("user_identities")
				.addColumn("issuer", text, (c) => c.notNull())
				.addColumn("subject", text, (c) => c.notNull())
				.addColumn("user_id", idType, (c) => c.notNull().references("users.id"))
				.addColumn("created_at", text, (c) => c.notNull())
				.addPrimaryKeyConstraint("user_identities_key", ["issuer", "subject"]),
		)
		.execute();
	await db.schema.createIndex("user_identities_user").on("user_identities").columns(["user_id"]).execute();
}

async function createWorkloads(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	const { text, idType, id } = ddl;
	await db.schema
		.createTable("workload_rules")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("issuer", text, (c) => c.notNull())
		.addColumn("audience", text, (c) => c.notNull())
		.addColumn("conditions", text, (c) => c.notNull())
		.addColumn("roles", text, (c) => c.notNull())
		.addColumn("component_id", idType)
		.addColumn("lifetime_seconds", "integer", (c) => c.notNull())
		.addColumn("created_by", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addUniqueConstraint("workload_rules_name", ["account_id", "name"])
		.execute();
	await db.schema.createIndex("workload_rules_issuer").on("workload_rules").columns(["issuer", "audience"]).execute();
	await ddl
		.clustered(
			db.schema
				.createTable("used_workload_tokens")
				.addColumn("digest", text, (c) => c.notNull().primaryKey())
				.addColumn("expires_at", text, (c) => c.notNull()),
		)
		.execute();
	await db.schema.createIndex("used_workload_tokens_end").on("used_workload_tokens").columns(["expires_at"]).execute();
	await db.schema.createIndex("tokens_source").on("tokens").columns(["source", "account_id"]).execute();
}
