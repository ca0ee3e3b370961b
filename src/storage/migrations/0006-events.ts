import { type Kysely, sql } from "kysely";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/** Notifications, webhooks with their deliveries, and background jobs. */
export const migration: Migration = { name: "0006-events", up };

async function up(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	await createCursor(db, ddl);
	await createNotifications(db, ddl);
	await createWebhooks(db, ddl);
	await createDeliveries(db, ddl);
	await createJobs(db, ddl);
}

/** Earlier acts are not news: the cursor starts after them. */
async function createCursor(db: Kysely<unknown>, { idType }: Ddl): Promise<void> {
	await db.schema
		.createTable("event_cursor")
		.addColumn("id", "integer", (c) => c.primaryKey())
		.addColumn("seq", idType, (c) => c.notNull())
		.execute();
	await sql`insert into event_cursor (id, seq) select 1, audit_seq from registry_state`.execute(db);
}

async function createNotifications(db: Kysely<unknown>, { text, idType, id }: Ddl): Promise<void> {
	await db.schema
		.createTable("notifications")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("message_id", text, (c) => c.notNull().unique())
		.addColumn("at", text, (c) => c.notNull())
		.addColumn("event", text, (c) => c.notNull())
		.addColumn("audit_seq", idType)
		.addColumn("subject_kind", text, (c) => c.notNull())
		.addColumn("subject_id", idType)
		.addColumn("subject_name", text, (c) => c.notNull())
		.addColumn("title", text, (c) => c.notNull())
		.addColumn("details", text, (c) => c.notNull())
		.addColumn("read_at", text, (c) => c.notNull())
		.execute();
	await db.schema.createIndex("notifications_account").on("notifications").columns(["account_id", "id"]).execute();
	await db.schema
		.createIndex("notifications_unread")
		.on("notifications")
		.columns(["account_id", "read_at", "id"])
		.execute();
}

async function createWebhooks(db: Kysely<unknown>, { text, idType, id }: Ddl): Promise<void> {
	await db.schema
		.createTable("webhooks")
		.addColumn("id", idType, id)
		.addColumn("account_id", idType, (c) => c.notNull().references("accounts.id"))
		.addColumn("uid", text, (c) => c.notNull().unique())
		.addColumn("name", text, (c) => c.notNull())
		.addColumn("description", text, (c) => c.notNull())
		.addColumn("url", text, (c) => c.notNull())
		.addColumn("events", text, (c) => c.notNull())
		.addColumn("secret", text, (c) => c.notNull())
		.addColumn("previous_secret", text)
		.addColumn("previous_until", text)
		.addColumn("is_active", "integer", (c) => c.notNull())
		.addColumn("paused_because", text)
		.addColumn("failing_since", text)
		.addColumn("last_try_at", text)
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("updated_at", text, (c) => c.notNull())
		.addUniqueConstraint("webhooks_name", ["account_id", "name"])
		.execute();
}

async function createDeliveries(db: Kysely<unknown>, { text, idType, id }: Ddl): Promise<void> {
	await db.schema
		.createTable("deliveries")
		.addColumn("id", idType, id)
		.addColumn("webhook_id", idType, (c) => c.notNull().references("webhooks.id"))
		.addColumn("notification_id", idType, (c) => c.references("notifications.id"))
		.addColumn("message_id", text, (c) => c.notNull())
		.addColumn("event", text, (c) => c.notNull())
		.addColumn("state", text, (c) => c.notNull())
		.addColumn("tries", "integer", (c) => c.notNull())
		.addColumn("next_at", text, (c) => c.notNull())
		.addColumn("lease_until", text, (c) => c.notNull())
		.addColumn("created_at", text, (c) => c.notNull())
		.addColumn("tried_at", text)
		.addColumn("took_ms", "integer")
		.addColumn("status", "integer")
		.addColumn("problem", text)
		.addColumn("answer", text)
		.execute();
	await db.schema.createIndex("deliveries_due").on("deliveries").columns(["webhook_id", "state", "next_at"]).execute();
	await db.schema.createIndex("deliveries_log").on("deliveries").columns(["webhook_id", "id"]).execute();
	await db.schema.createIndex("deliveries_notification").on("deliveries").columns(["notification_id"]).execute();
}

async function createJobs(db: Kysely<unknown>, { text, idType, id }: Ddl): Promise<void> {
	await db.schema
		.createTable("jobs")
		.addColumn("id", idType, id)
		.addColumn("kind", text, (c) => c.notNull())
		.addColumn("key", text, (c) => c.notNull().unique())
		.addColumn("payload", text, (c) => c.notNull())
		.addColumn("run_at", text, (c) => c.notNull())
		.addColumn("tries", "integer", (c) => c.notNull())
		.addColumn("puts", "integer", (c) => c.notNull())
		.addColumn("lease_until", text, (c) => c.notNull())
		.addColumn("problem", text)
		.addColumn("created_at", text, (c) => c.notNull())
		.execute();
	await db.schema.createIndex("jobs_due").on("jobs").columns(["run_at"]).execute();
}
