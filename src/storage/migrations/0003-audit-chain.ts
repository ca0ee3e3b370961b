import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { auditEntryDigest, chainBeginning } from "../../core/audit/index.ts";
import type { Ddl } from "../dialects/engine.ts";
import type { Migration } from "./migration.ts";

/**
 * Chains the audit: each entry has the digest of the one before it and its own; the newest digest is in the registry's
 * state. Existing entries are chained as they are. Adds the indexes for searches in the audit.
 */
export const migration: Migration = { name: "0003-audit-chain", up };

const batchSize = 500;

async function up(db: Kysely<unknown>, ddl: Ddl): Promise<void> {
	for (const column of ["previous_digest", "digest"]) {
		await db.schema
			.alterTable("audit_entries")
			.addColumn(column, ddl.text, (c) => c.notNull().defaultTo(""))
			.execute();
	}
	await db.schema
		.alterTable("registry_state")
		.addColumn("audit_digest", ddl.text, (c) => c.notNull().defaultTo(chainBeginning))
		.execute();
	await chainEntries(db);
	await db.schema.createIndex("audit_entries_account").on("audit_entries").columns(["account_id", "seq"]).execute();
	for (const column of ["at", "act", "actor", "subject_name"]) {
		await db.schema
			.createIndex(`audit_entries_${column}`)
			.on("audit_entries")
			.columns(["account_id", column, "seq"])
			.execute();
	}
}

async function chainEntries(db: Kysely<unknown>): Promise<void> {
	let last = { seq: 0, digest: chainBeginning };
	for (;;) {
		const page =
			await sql<Row>`select * from audit_entries where seq > ${last.seq} order by seq limit ${batchSize}`.execute(db);
		if (page.rows.length === 0) break;
		const links = page.rows.map((row) => {
			const previous = last.digest;
			last = { seq: row.seq, digest: auditEntryDigest(entryOf(row), previous, sha256) };
			return sql`(cast(${row.seq} as bigint), ${previous}, ${last.digest})`;
		});
		// Both engines name the columns of bare values column1, column2 …
		await sql`update audit_entries set previous_digest = links.column2, digest = links.column3
			from (values ${sql.join(links)}) as links where audit_entries.seq = links.column1`.execute(db);
	}
	await sql`update registry_state set audit_digest = ${last.digest}`.execute(db);
}

/** The rows as they are at this migration, whatever the table becomes later. */
interface Row {
	readonly seq: number;
	readonly account_id: number;
	readonly at: string;
	readonly actor: string;
	readonly act: string;
	readonly subject_kind: string;
	readonly subject_id: number | null;
	readonly subject_name: string;
	readonly head_version: number | null;
	readonly before: string | null;
	readonly after: string | null;
}

function entryOf(row: Row) {
	return {
		seq: row.seq,
		accountId: row.account_id,
		at: row.at,
		actor: row.actor,
		act: row.act,
		subjectKind: row.subject_kind,
		subjectId: row.subject_id,
		subjectName: row.subject_name,
		headVersion: row.head_version,
		before: row.before === null ? null : (JSON.parse(row.before) as unknown),
		after: row.after === null ? null : (JSON.parse(row.after) as unknown),
	};
}

function sha256(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}
