import type { Kysely } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/** Deployments and their servers, each with the answer recorded when it was resolved. */
export const migration: Migration = { name: "0004-servers", up };

async function up(db: Kysely<unknown>, { text, idType, id }: Ddl): Promise<void> {
	await db.schema
		.createTable("deployments")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("description", text, (c) => c.notNull())
		.addColumn("inputs", text, (c) => c.notNull())
		.addColumn("version", "integer", (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("updated_at", text, (c) => c.notNull())
		.addUniqueConstraint("deployments_name", ["account_id", "name"])
		.execute();
	await db.schema
		.createTable("servers")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("deployment_id", idType, (c) => c.notNull().references("deployments.id"))
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("description", text, (c) => c.notNull())
		.addColumn("state", text, (c) => c.notNull())
		.addColumn("version", "integer", (c) => c.notNull())
		.addColumn("template_id", idType, (c) => c.notNull().references("components.id"))
		.addColumn("template_number", "integer", (c) => c.notNull())
		.addColumn("template_selector", text, (c) => c.notNull())
		.addColumn("template_digest", text, (c) => c.notNull())
		.addColumn("cloud_id", idType, (c) => c.notNull().references("clouds.id"))
		.addColumn("overrides", text, (c) => c.notNull())
		.addColumn("mci_id", idType, (c) => c.references("components.id"))
		.addColumn("mci_number", "integer")
		.addColumn("mci_digest", text)
		.addColumn("image_id", idType, (c) => c.notNull().references("images.id"))
		.addColumn("instance_type", text)
		.addColumn("kernel", text)
		.addColumn("ramdisk", text)
		.addColumn("user_data_id", idType, (c) => c.references("texts.id"))
		.addColumn("sent_user_data_id", idType, (c) => c.references("texts.id"))
		.addColumn("told", text, (c) => c.notNull())
		.addColumn("resolved_at", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("updated_at", text, (c) => c.notNull())
		.addUniqueConstraint("servers_name", ["deployment_id", "name"])
		.execute();
	await db.schema.createIndex("servers_account").on("servers").columns(["account_id", "name", "id"]).execute();
	await db.schema.createIndex("servers_template").on("servers").columns(["template_id", "template_number"]).execute();
	await db.schema.createIndex("servers_mci").on("servers").columns(["mci_id", "mci_number"]).execute();
	await db.schema.createIndex("servers_image").on("servers").columns(["image_id"]).execute();
	await db.schema.createIndex("servers_cloud").on("servers").columns(["cloud_id"]).execute();
}
