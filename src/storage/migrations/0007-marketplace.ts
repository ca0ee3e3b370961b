import { type Kysely, sql } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/**
 * Sharing: publishers, account groups, publications, imports and subscriptions; imported components, and clouds that
 * only came with an import.
 */
export const migration: Migration = { name: "0007-marketplace", up };

async function up(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	await db.schema.alterTable("components").addColumn("publisher", ddl.text).execute();
	await db.schema
		.alterTable("clouds")
		.addColumn("is_dormant", "integer", (c) => c.notNull().defaultTo(0))
		.execute();
	// An account's imports among all its components, by name.
	await db.schema
		.createIndex("components_imported")
		.on("components")
		.columns(["account_id", "name", "id"])
		.where(sql.ref("publisher"), "is not", null)
		.execute();
	await createGroups(db, ddl);
	await createPublications(db, ddl);
	await createImports(db, ddl);
}

async function createGroups(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	const { text, idType, id } = ddl;
	await db.schema
		.createTable("account_groups")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("description", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("updated_at", text, (c) => c.notNull())
		.addUniqueConstraint("account_groups_name", ["account_id", "name"])
		.execute();
	await ddl
		.clustered(
			db.schema
				.createTable("group_members")
				.addColumn("group_id", idType, (c) => c.notNull().references("account_groups.id"))
				.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
				.addColumn("joined_at", text, (c) => c.notNull())
				.addPrimaryKeyConstraint("group_members_key", ["group_id", "account_id"]),
		)
		.execute();
	await db.schema.createIndex("group_members_account").on("group_members").columns(["account_id"]).execute();
	await db.schema
		.createTable("group_invitations")
		.addColumn("id", idType, id)
		.addColumn("group_id", idType, (c) => c.notNull().references("account_groups.id"))
		.addColumn("code_hash", text, (c) => c.notNull().unique())
		.addColumn("note", text, (c) => c.notNull())
		.addColumn("invited_by", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("expires_at", text, (c) => c.notNull())
		.addColumn("accepted_at", text)
		.addColumn("accepted_by", idType)
		.addColumn("revoked_at", text)
		.execute();
	await db.schema.createIndex("group_invitations_group").on("group_invitations").columns(["group_id", "id"]).execute();
}

async function createPublications(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	const { text, idType, id } = ddl;
	await db.schema
		.createTable("publishers")
		.addColumn("account_id", idType, (c) => c.primaryKey().references("accounts.id"))
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("name_key", text, (c) => c.notNull().unique())
		.addColumn("email", text)
		.addColumn("url", text)
		.addColumn("description", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("updated_at", text, (c) => c.notNull())
		.execute();
	await db.schema
		.createTable("publications")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("kind", text, (c) => c.notNull())
		.addColumn("lineage", text, (c) => c.notNull())
		.addColumn("component_id", idType)
		.addColumn("number", "integer", (c) => c.notNull())
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("digest", text, (c) => c.notNull())
		.addColumn("short_description", text, (c) => c.notNull())
		.addColumn("description_id", idType, (c) => c.notNull().references("texts.id"))
		.addColumn("notes_id", idType, (c) => c.notNull().references("texts.id"))
		.addColumn("categories", text, (c) => c.notNull())
		.addColumn("state", text, (c) => c.notNull())
		.addColumn("is_public", "integer", (c) => c.notNull())
		.addColumn("is_front", "integer", (c) => c.notNull())
		.addColumn("is_dependency", "integer", (c) => c.notNull())
		.addColumn("snapshot_id", idType, (c) => c.references("texts.id"))
		.addColumn("os", text)
		.addColumn("os_version", text)
		.addColumn("architecture", text)
		.addColumn("search_text", text, (c) => c.notNull())
		.addColumn("imports_count", "integer", (c) => c.notNull())
		.addColumn("published_by", text, (c) => c.notNull())
		.addColumn("published_at", text, (c) => c.notNull())
		.addColumn("updated_at", text, (c) => c.notNull())
		.addUniqueConstraint("publications_revision", ["account_id", "lineage", "number"])
		.execute();
	await db.schema.createIndex("publications_lineage").on("publications").columns(["lineage", "number"]).execute();
	await db.schema.createIndex("publications_component").on("publications").columns(["component_id"]).execute();
	await db.schema
		.createIndex("publications_own")
		.on("publications")
		.columns(["account_id", "is_public", "id"])
		.execute();
	for (const column of ["kind", "os", "architecture"]) {
		await db.schema.createIndex(`publications_of_${column}`).on("publications").columns(["is_front", column]).execute();
	}
	await db.schema.createIndex("publications_name").on("publications").columns(["account_id", "kind", "name"]).execute();
	await ddl.createTextIndex(db, "publications");
	for (const column of ["name", "published_at", "imports_count"]) {
		await db.schema
			.createIndex(`publications_front_${column}`)
			.on("publications")
			.columns(["is_front", column, "id"])
			.execute();
	}
	for (const [table, column, type] of [
		["publication_groups", "group_id", idType],
		["publication_clouds", "cloud", text],
		["publication_categories", "category", text],
	] as const) {
		await ddl
			.clustered(
				db.schema
					.createTable(table)
					.addColumn("publication_id", idType, (c) => c.notNull().references("publications.id"))
					.addColumn(column, type, (c) => c.notNull())
					.addPrimaryKeyConstraint(`${table}_key`, ["publication_id", column]),
			)
			.execute();
		await db.schema.createIndex(`${table}_${column}`).on(table).columns([column, "publication_id"]).execute();
	}
}

async function createImports(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	const { text, idType, id } = ddl;
	await db.schema
		.createTable("imports")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("component_id", idType, (c) => c.notNull().references("components.id"))
		.addColumn("number", "integer", (c) => c.notNull())
		.addColumn("digest", text, (c) => c.notNull())
		.addColumn("publication_id", idType)
		.addColumn("publisher", text, (c) => c.notNull())
		.addColumn("publisher_key", text)
		.addColumn("source", text, (c) => c.notNull())
		.addColumn("source_ref", text)
		.addColumn("imported_by", text, (c) => c.notNull())
		.addColumn("imported_at", text, (c) => c.notNull())
		.addUniqueConstraint("imports_revision", ["component_id", "number"])
		.execute();
	await db.schema.createIndex("imports_account").on("imports").columns(["account_id", "id"]).execute();
	await db.schema.createIndex("imports_publication").on("imports").columns(["publication_id"]).execute();
	await db.schema
		.createTable("subscriptions")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("kind", text, (c) => c.notNull())
		.addColumn("lineage", text, (c) => c.notNull())
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("mode", text, (c) => c.notNull())
		.addColumn("publisher_account_id", idType)
		.addColumn("created_by", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addUniqueConstraint("subscriptions_lineage", ["account_id", "lineage"])
		.execute();
	await db.schema.createIndex("subscriptions_follow").on("subscriptions").columns(["lineage"]).execute();
}
