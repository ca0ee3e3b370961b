import { type Kysely, sql } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/**
 * The first tables: accounts, tokens, clouds, images, MultiCloud Images with revisions and settings, upstreams, audit.
 */
export const migration: Migration = { name: "0001-registry", up };

async function up(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	const { text, idType } = ddl;
	await db.schema
		.createTable("registry_state")
		.addColumn("id", "integer", (c) => c.primaryKey())
		.addColumn("generation", idType, (c) => c.notNull())
		.addColumn("audit_seq", idType, (c) => c.notNull())
		.execute();
	await sql`insert into registry_state (id, generation, audit_seq) values (1, 1, 0)`.execute(db);
	await db.schema
		.createTable("accounts")
		.addColumn("id", idType, ddl.id)
		.addColumn("name", text, (c) => c.notNull().unique())
		.addColumn("created_at", text, (c) => c.notNull())
		.execute();
	await db.schema
		.createTable("tokens")
		.addColumn("id", idType, ddl.id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("role", text, (c) => c.notNull())
		.addColumn("hash", text, (c) => c.notNull().unique())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("expires_at", text)
		.addColumn("revoked_at", text)
		.addColumn("last_used_at", text)
		.execute();
	await db.schema
		.createTable("texts")
		.addColumn("id", idType, ddl.id)
		.addColumn("digest", text, (c) => c.notNull().unique())
		.addColumn("body", text, (c) => c.notNull())
		.execute();
	await createCatalogue(db, ddl);
	await createMcis(db, ddl);
	await db.schema
		.createTable("upstreams")
		.addColumn("id", idType, ddl.id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("url", text, (c) => c.notNull())
		.addColumn("format", text)
		.addColumn("options", text, (c) => c.notNull())
		.addColumn("etag", text)
		.addColumn("last_modified", text)
		.addColumn("content_digest", text)
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("checked_at", text)
		.addColumn("changed_at", text)
		.addColumn("outcome", text)
		.addUniqueConstraint("upstreams_name", ["account_id", "name"])
		.execute();
	await db.schema
		.createTable("audit_entries")
		.addColumn("seq", idType, (c) => c.primaryKey())
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("at", text, (c) => c.notNull())
		.addColumn("actor", text, (c) => c.notNull())
		.addColumn("act", text, (c) => c.notNull())
		.addColumn("subject_kind", text, (c) => c.notNull())
		.addColumn("subject_id", idType)
		.addColumn("subject_name", text, (c) => c.notNull())
		.addColumn("head_version", "integer")
		.addColumn("before", text)
		.addColumn("after", text)
		.execute();
	await db.schema
		.createIndex("audit_entries_subject")
		.on("audit_entries")
		.columns(["subject_kind", "subject_id", "seq"])
		.execute();
}

async function createCatalogue(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	const { text, idType } = ddl;
	await db.schema
		.createTable("clouds")
		.addColumn("id", idType, ddl.id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("slug", text, (c) => c.notNull())
		.addColumn("type", text, (c) => c.notNull())
		.addColumn("region", text)
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addUniqueConstraint("clouds_slug", ["account_id", "slug"])
		.execute();
	await db.schema
		.createTable("images")
		.addColumn("id", idType, ddl.id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("cloud_id", idType, (c) => c.notNull().references("clouds.id"))
		.addColumn("kind", text, (c) => c.notNull())
		.addColumn("uid", text, (c) => c.notNull())
		.addColumn("checksum", text, (c) => c.notNull())
		.addColumn("name", text)
		.addColumn("os", text)
		.addColumn("os_version", text)
		.addColumn("architecture", text)
		.addColumn("published_architecture", text)
		.addColumn("variant", text)
		.addColumn("owner", text)
		.addColumn("visibility", text)
		.addColumn("state", text, (c) => c.notNull())
		.addColumn("release", text)
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("deprecated_at", text)
		.addColumn("deleted_at", text)
		.addColumn("end_of_life_at", text)
		.addColumn("replacement", text)
		.addColumn("url", text)
		.addColumn("search_text", text, (c) => c.notNull())
		.execute();
	await db.schema
		.createIndex("images_identity")
		.unique()
		.on("images")
		.columns(["cloud_id", "uid", "kind", "checksum"])
		.execute();
	await db.schema.createIndex("images_uid").on("images").columns(["account_id", "uid"]).execute();
	await db.schema.createIndex("images_newest").on("images").columns(["account_id", "created_at", "id"]).execute();
	await db.schema
		.createIndex("images_of_cloud")
		.on("images")
		.columns(["cloud_id", "os", "architecture", "created_at", "id"])
		.execute();
	await ddl.createTextIndex(db, "images");
}

async function createMcis(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	const { text, idType } = ddl;
	await db.schema
		.createTable("mcis")
		.addColumn("id", idType, ddl.id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("lineage", text, (c) => c.notNull().unique())
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("description_id", idType, (c) => c.notNull().references("texts.id"))
		.addColumn("tags", text, (c) => c.notNull())
		.addColumn("head_version", "integer", (c) => c.notNull())
		.addColumn("latest_number", "integer", (c) => c.notNull())
		.addColumn("origin_key", text)
		.addColumn("origin_number", "integer")
		.addColumn("os", text)
		.addColumn("os_version", text)
		.addColumn("architecture", text)
		.addColumn("search_text", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("updated_at", text, (c) => c.notNull())
		.addUniqueConstraint("mcis_name", ["account_id", "name"])
		.execute();
	await db.schema.createIndex("mcis_origin").on("mcis").columns(["account_id", "origin_key"]).execute();
	await db.schema
		.createTable("revisions")
		.addColumn("mci_id", idType, (c) => c.notNull().references("mcis.id"))
		.addColumn("number", "integer", (c) => c.notNull())
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("description_id", idType, (c) => c.notNull().references("texts.id"))
		.addColumn("tags", text, (c) => c.notNull())
		.addColumn("digest", text, (c) => c.notNull())
		.addColumn("message", text, (c) => c.notNull())
		.addColumn("author", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("settings_count", "integer", (c) => c.notNull())
		.addColumn("changes_count", "integer", (c) => c.notNull())
		.addColumn("release_version", text)
		.addColumn("released_at", text)
		.addColumn("release_parts", text)
		.addPrimaryKeyConstraint("revisions_pk", ["mci_id", "number"])
		.execute();
	await ddl
		.clustered(
			db.schema
				.createTable("settings")
				.addColumn("mci_id", idType, (c) => c.notNull().references("mcis.id"))
				.addColumn("cloud_id", idType, (c) => c.notNull().references("clouds.id"))
				.addColumn("from_number", "integer", (c) => c.notNull())
				.addColumn("to_number", "integer", (c) => c.notNull())
				.addColumn("image_id", idType, (c) => c.notNull().references("images.id"))
				.addColumn("instance_type", text)
				.addColumn("kernel", text)
				.addColumn("ramdisk", text)
				.addColumn("user_data_id", idType, (c) => c.references("texts.id"))
				.addPrimaryKeyConstraint("settings_pk", ["mci_id", "cloud_id", "from_number"]),
		)
		.execute();
	await db.schema.createIndex("settings_image").on("settings").columns(["image_id"]).execute();
	await db.schema.createIndex("settings_cloud").on("settings").columns(["cloud_id", "to_number"]).execute();
}
