import { type Kysely, sql } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/**
 * MultiCloud Images, ServerTemplates and scripts become components with one mechanism of revisions: `mcis` becomes
 * `components`, and `revisions` and `settings` are rebuilt on it, because the engines change a unique key in different
 * ways. Adds channels, lifecycles, pins of templates, merges, and names that answer after a rename.
 */
export const migration: Migration = { name: "0002-components", up };

async function up(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	const { text, idType } = ddl;
	await createComponents(db, ddl);
	await createRevisions(db, ddl);
	await createSettings(db, ddl);
	// Referencing tables first, so that no reference is ever broken.
	for (const table of ["settings", "revisions", "mcis"]) await db.schema.dropTable(table).execute();
	await sql`alter table component_revisions rename to revisions`.execute(db);
	await sql`alter table component_settings rename to settings`.execute(db);
	await db.schema.createIndex("settings_image").on("settings").columns(["image_id"]).execute();
	await db.schema.createIndex("settings_cloud").on("settings").columns(["cloud_id", "to_number"]).execute();
	if (ddl.name === "postgres") {
		await sql`select setval(pg_get_serial_sequence('components', 'id'), (select coalesce(max(id), 0) + 1 from components), false)`.execute(
			db,
		);
	}
	await createCompanions(db, ddl);
	await db.schema.alterTable("accounts").addColumn("policy", text).execute();
	await db.schema
		.createTable("image_lifecycles")
		.addColumn("image_id", idType, (c) => c.primaryKey().references("images.id"))
		.addColumn("deprecated_at", text)
		.addColumn("revoked_at", text)
		.addColumn("reason", text)
		.addColumn("replacement", text)
		.addColumn("updated_at", text, (c) => c.notNull())
		.execute();
}

async function createComponents(db: Kysely<unknown>, { text, idType, id }: Ddl): Promise<void> {
	await db.schema
		.createTable("components")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("kind", text, (c) => c.notNull())
		.addColumn("lineage", text, (c) => c.notNull())
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("description_id", idType, (c) => c.notNull().references("texts.id"))
		.addColumn("tags", text, (c) => c.notNull())
		.addColumn("document_id", idType, (c) => c.references("texts.id"))
		.addColumn("head_version", "integer", (c) => c.notNull())
		.addColumn("latest_number", "integer", (c) => c.notNull())
		.addColumn("origin_key", text)
		.addColumn("origin_number", "integer")
		.addColumn("parent_lineage", text)
		.addColumn("parent_number", "integer")
		.addColumn("parent_name", text)
		.addColumn("os", text)
		.addColumn("os_version", text)
		.addColumn("architecture", text)
		.addColumn("search_text", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("updated_at", text, (c) => c.notNull())
		.addUniqueConstraint("components_name", ["account_id", "kind", "name"])
		.addUniqueConstraint("components_lineage", ["lineage", "account_id"])
		.execute();
	await sql`insert into components (id, account_id, kind, lineage, name, description_id, tags, head_version, latest_number, origin_key, origin_number,
			os, os_version, architecture, search_text, created_at, updated_at)
		select id, account_id, 'mci', lineage, name, description_id, tags, head_version, latest_number, origin_key, origin_number,
			os, os_version, architecture, search_text, created_at, updated_at from mcis`.execute(db);
	await db.schema.createIndex("components_origin").on("components").columns(["origin_key", "account_id"]).execute();
	await db.schema.createIndex("components_parent").on("components").columns(["parent_lineage"]).execute();
}

async function createRevisions(db: Kysely<unknown>, { text, idType }: Ddl): Promise<void> {
	await db.schema
		.createTable("component_revisions")
		.addColumn("component_id", idType, (c) => c.notNull().references("components.id"))
		.addColumn("number", "integer", (c) => c.notNull())
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("description_id", idType, (c) => c.notNull().references("texts.id"))
		.addColumn("tags", text, (c) => c.notNull())
		.addColumn("document_id", idType, (c) => c.references("texts.id"))
		.addColumn("digest", text, (c) => c.notNull())
		.addColumn("message", text, (c) => c.notNull())
		.addColumn("author", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("settings_count", "integer", (c) => c.notNull())
		.addColumn("changes_count", "integer", (c) => c.notNull())
		.addColumn("release_version", text)
		.addColumn("released_at", text)
		.addColumn("release_parts", text)
		.addColumn("notes", text)
		.addPrimaryKeyConstraint("component_revisions_pk", ["component_id", "number"])
		.execute();
	await sql`insert into component_revisions (component_id, number, name, description_id, tags, digest, message, author, created_at, settings_count,
			changes_count, release_version, released_at, release_parts)
		select mci_id, number, name, description_id, tags, digest, message, author, created_at, settings_count,
			changes_count, release_version, released_at, release_parts from revisions`.execute(db);
	await db.schema.createIndex("revisions_digest").on("component_revisions").columns(["digest"]).execute();
}

async function createSettings(db: Kysely<unknown>, { text, idType, clustered }: Ddl): Promise<void> {
	await clustered(
		db.schema
			.createTable("component_settings")
			.addColumn("mci_id", idType, (c) => c.notNull().references("components.id"))
			.addColumn("cloud_id", idType, (c) => c.notNull().references("clouds.id"))
			.addColumn("from_number", "integer", (c) => c.notNull())
			.addColumn("to_number", "integer", (c) => c.notNull())
			.addColumn("image_id", idType, (c) => c.notNull().references("images.id"))
			.addColumn("instance_type", text)
			.addColumn("kernel", text)
			.addColumn("ramdisk", text)
			.addColumn("user_data_id", idType, (c) => c.references("texts.id"))
			.addPrimaryKeyConstraint("component_settings_pk", ["mci_id", "cloud_id", "from_number"]),
	).execute();
	await sql`insert into component_settings (mci_id, cloud_id, from_number, to_number, image_id, instance_type, kernel, ramdisk, user_data_id)
		select mci_id, cloud_id, from_number, to_number, image_id, instance_type, kernel, ramdisk, user_data_id from settings`.execute(
		db,
	);
}

async function createCompanions(db: Kysely<unknown>, { text, idType, id }: Ddl): Promise<void> {
	await db.schema
		.createTable("former_names")
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("kind", text, (c) => c.notNull())
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("component_id", idType, (c) => c.notNull().references("components.id"))
		.addColumn("expires_at", text, (c) => c.notNull())
		.addPrimaryKeyConstraint("former_names_pk", ["account_id", "kind", "name"])
		.execute();
	await db.schema.createIndex("former_names_component").on("former_names").columns(["component_id"]).execute();
	await db.schema
		.createTable("channels")
		.addColumn("id", idType, id)
		.addColumn("component_id", idType, (c) => c.notNull().references("components.id"))
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("number", "integer", (c) => c.notNull())
		.addColumn("guards", text, (c) => c.notNull())
		.addColumn("movers", text)
		.addColumn("moves_count", "integer", (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("updated_at", text, (c) => c.notNull())
		.addUniqueConstraint("channels_name", ["component_id", "name"])
		.execute();
	await db.schema
		.createTable("channel_moves")
		.addColumn("channel_id", idType, (c) => c.notNull().references("channels.id"))
		.addColumn("seq", "integer", (c) => c.notNull())
		.addColumn("from_number", "integer")
		.addColumn("to_number", "integer", (c) => c.notNull())
		.addColumn("at", text, (c) => c.notNull())
		.addColumn("actor", text, (c) => c.notNull())
		.addColumn("act", text, (c) => c.notNull())
		.addColumn("reason", text)
		.addPrimaryKeyConstraint("channel_moves_pk", ["channel_id", "seq"])
		.execute();
	await db.schema
		.createTable("lifecycles")
		.addColumn("component_id", idType, (c) => c.notNull().references("components.id"))
		.addColumn("number", "integer", (c) => c.notNull())
		.addColumn("deprecated_at", text)
		.addColumn("revoked_at", text)
		.addColumn("reason", text)
		.addColumn("replacement", text)
		.addColumn("updated_at", text, (c) => c.notNull())
		.addPrimaryKeyConstraint("lifecycles_pk", ["component_id", "number"])
		.execute();
	await db.schema
		.createTable("pins")
		.addColumn("user_id", idType, (c) => c.notNull().references("components.id"))
		.addColumn("part", text, (c) => c.notNull())
		.addColumn("component_id", idType, (c) => c.notNull().references("components.id"))
		.addColumn("number", "integer", (c) => c.notNull())
		.addColumn("from_number", "integer", (c) => c.notNull())
		.addColumn("to_number", "integer", (c) => c.notNull())
		.addPrimaryKeyConstraint("pins_pk", ["user_id", "part", "component_id", "number", "from_number"])
		.execute();
	await db.schema.createIndex("pins_component").on("pins").columns(["component_id", "number"]).execute();
	await db.schema
		.createTable("merges")
		.addColumn("component_id", idType, (c) => c.notNull().references("components.id"))
		.addColumn("number", "integer", (c) => c.notNull())
		.addColumn("from_lineage", text, (c) => c.notNull())
		.addColumn("from_number", "integer", (c) => c.notNull())
		.addPrimaryKeyConstraint("merges_pk", ["component_id", "number", "from_lineage", "from_number"])
		.execute();
	await db.schema.createIndex("merges_from").on("merges").columns(["from_lineage"]).execute();
}
