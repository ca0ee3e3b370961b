import { type Kysely, sql } from "kysely";
import type { ComponentKind } from "../../core/index.ts";
import type { Tables } from "../tables.ts";
import { comparable } from "./integer.ts";

/** Who did what to what, and what it changed. */
export interface AuditEntry {
	readonly accountId: number;
	readonly at: string;
	readonly actor: string;
	/** Kind of the subject and a verb: `mci.create`, `mci.put-setting`, `template.commit`, `token.revoke` … */
	readonly act: string;
	readonly subjectKind: "account" | "token" | "cloud" | "image" | ComponentKind | "deployment" | "server" | "upstream";
	readonly subjectId: number | null;
	readonly subjectName: string;
	/** HEAD's version after the act, for acts on a component; the version of a deployment or server. */
	readonly headVersion: number | null;
	readonly before: unknown;
	readonly after: unknown;
}

export interface StoredAuditEntry extends AuditEntry {
	readonly seq: number;
}

export function auditReads(db: Kysely<Tables>) {
	return {
		/** Acts after `version` of one component's HEAD, deployment or server, oldest first: what changed since someone read it. */
		listAfter: async (
			component: { readonly kind: ComponentKind | "deployment" | "server"; readonly id: number },
			version: number,
			limit: number,
		): Promise<StoredAuditEntry[]> => {
			const rows = await db
				.selectFrom("audit_entries")
				.selectAll()
				.where("subject_kind", "=", component.kind)
				.where("subject_id", "=", component.id)
				.where("head_version", ">", comparable(version))
				.orderBy("seq")
				.limit(limit)
				.execute();
			return rows.map(entryOf);
		},
		/** Whether an act of that word was ever done. */
		hasAct: async (accountId: number, act: string): Promise<boolean> =>
			(await db.selectFrom("audit_entries").select("seq").where("account_id", "=", accountId).where("act", "=", act).limit(1).executeTakeFirst()) !==
			undefined,
		list: async (accountId: number, page: { readonly before?: number | undefined; readonly limit: number }): Promise<StoredAuditEntry[]> => {
			let query = db.selectFrom("audit_entries").selectAll().where("account_id", "=", accountId);
			if (page.before !== undefined) query = query.where("seq", "<", page.before);
			return (await query.orderBy("seq", "desc").limit(page.limit).execute()).map(entryOf);
		},
	};
}

/**
 * Ends a write: numbers its audit entries without a gap and moves the generation. Last act of the transaction, so that the one row
 * all writers share is held only for a moment.
 */
export async function endWrite(db: Kysely<Tables>, entries: readonly AuditEntry[]): Promise<void> {
	const state = await sql<{ audit_seq: number }>`
		update registry_state set generation = generation + 1, audit_seq = audit_seq + ${entries.length} where id = 1 returning audit_seq`.execute(db);
	const last = Number(state.rows[0]?.audit_seq ?? 0);
	for (let i = 0; i < entries.length; i += 200) {
		await db
			.insertInto("audit_entries")
			.values(
				entries.slice(i, i + 200).map((entry, j) => ({
					seq: last - entries.length + i + j + 1,
					account_id: entry.accountId,
					at: entry.at,
					actor: entry.actor,
					act: entry.act,
					subject_kind: entry.subjectKind,
					subject_id: entry.subjectId,
					subject_name: entry.subjectName,
					head_version: entry.headVersion,
					before: entry.before === null ? null : JSON.stringify(entry.before),
					after: entry.after === null ? null : JSON.stringify(entry.after),
				})),
			)
			.execute();
	}
}

function entryOf(row: Tables["audit_entries"]): StoredAuditEntry {
	return {
		seq: row.seq,
		accountId: row.account_id,
		at: row.at,
		actor: row.actor,
		act: row.act,
		subjectKind: row.subject_kind as AuditEntry["subjectKind"],
		subjectId: row.subject_id,
		subjectName: row.subject_name,
		headVersion: row.head_version,
		before: row.before === null ? null : JSON.parse(row.before),
		after: row.after === null ? null : JSON.parse(row.after),
	};
}
