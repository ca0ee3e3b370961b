import { hash } from "node:crypto";
import { type Expression, type Kysely, type SqlBool, sql } from "kysely";
import { auditEntryDigest, type ChainEnd, type SubjectKind } from "../../../core/audit/index.ts";
import type { ComponentKind } from "../../../core/component/index.ts";
import type { Tables } from "../../tables.ts";
import { comparable } from "../integer.ts";

/** Who did what to what, and what it changed. */
export interface AuditEntry {
	readonly accountId: number;
	readonly at: string;
	readonly actor: string;
	/** An act of the catalogue, or one that an earlier release recorded. */
	readonly act: string;
	readonly subjectKind: SubjectKind;
	readonly subjectId: number | null;
	readonly subjectName: string;
	/** HEAD's version after the act, for acts on a component; the version of a deployment or server. */
	readonly headVersion: number | null;
	readonly before: unknown;
	readonly after: unknown;
}

export interface StoredAuditEntry extends AuditEntry {
	readonly seq: number;
	/** Digest of the previous entry in the registry, whichever account that belongs to. */
	readonly previousDigest: string;
	readonly digest: string;
}

/** A filter of an account's entries. Omitted fields match all. */
export interface AuditFilter {
	readonly accountId: number;
	readonly actor?: string | undefined;
	/** One act, or a prefix that ends with `.*`, such as `mci.*`. */
	readonly act?: string | undefined;
	readonly subjectKind?: string | undefined;
	readonly subjectName?: string | undefined;
	/** From this time on, ISO 8601 in UTC as entries have it. */
	readonly since?: string | undefined;
	/** Before this time. */
	readonly until?: string | undefined;
	/** Part of the subject's name, or of the changes; ignores the case of A to Z. */
	readonly text?: string | undefined;
	readonly sort: "newest" | "oldest";
	/** Number of the last entry of the previous page. */
	readonly after?: number | undefined;
	readonly limit: number;
}

export function auditReads(db: Kysely<Tables>) {
	return {
		...auditLists(db),
		...auditLookups(db),
	};
}

function auditLists(db: Kysely<Tables>) {
	const rows = () => db.selectFrom("audit_entries").selectAll();
	return {
		/**
		 * Acts after `version` of one component's HEAD, deployment or server, oldest first: the changes since someone read
		 * it.
		 */
		listAfter: async (
			component: { readonly kind: ComponentKind | "deployment" | "server"; readonly id: number },
			version: number,
			limit: number,
		): Promise<StoredAuditEntry[]> => {
			const found = await rows()
				.where("subject_kind", "=", component.kind)
				.where("subject_id", "=", component.id)
				.where("head_version", ">", comparable(version))
				.orderBy("seq")
				.limit(limit)
				.execute();
			return found.map(entryOf);
		},
		list: async (
			accountId: number,
			page: { readonly before?: number | undefined; readonly limit: number },
		): Promise<StoredAuditEntry[]> => {
			let query = rows().where("account_id", "=", accountId);
			if (page.before !== undefined) query = query.where("seq", "<", page.before);
			return (await query.orderBy("seq", "desc").limit(page.limit).execute()).map(entryOf);
		},
		search: async (filter: AuditFilter): Promise<StoredAuditEntry[]> => {
			const { actor, act, subjectKind, subjectName, since, until, text, sort, after } = filter;
			let query = rows().where("account_id", "=", filter.accountId);
			if (actor !== undefined) query = query.where("actor", "=", actor);
			// “/” is the character after “.”: every act with this prefix lies between.
			if (act?.endsWith(".*"))
				query = query.where("act", ">=", act.slice(0, -1)).where("act", "<", `${act.slice(0, -2)}/`);
			else if (act !== undefined) query = query.where("act", "=", act);
			if (subjectKind !== undefined) query = query.where("subject_kind", "=", subjectKind);
			if (subjectName !== undefined) query = query.where("subject_name", "=", subjectName);
			if (since !== undefined) query = query.where("at", ">=", since);
			if (until !== undefined) query = query.where("at", "<", until);
			if (text !== undefined) query = query.where(saysText(text));
			if (after !== undefined) query = query.where("seq", sort === "newest" ? "<" : ">", after);
			return (
				await query
					.orderBy("seq", sort === "newest" ? "desc" : "asc")
					.limit(filter.limit)
					.execute()
			).map(entryOf);
		},
		/** Entries of all accounts after `seq`, none beyond `last`, in the order of their numbers. */
		listChain: async (range: {
			readonly after: number;
			readonly last: number;
			readonly limit: number;
		}): Promise<StoredAuditEntry[]> => {
			const page = rows().where("seq", ">", range.after).where("seq", "<=", range.last);
			return (await page.orderBy("seq").limit(range.limit).execute()).map(entryOf);
		},
	};
}

function auditLookups(db: Kysely<Tables>) {
	const rows = () => db.selectFrom("audit_entries").selectAll();
	return {
		/** Whether this act was ever recorded. */
		hasAct: async (accountId: number, act: string): Promise<boolean> =>
			(await db
				.selectFrom("audit_entries")
				.select("seq")
				.where("account_id", "=", accountId)
				.where("act", "=", act)
				.limit(1)
				.executeTakeFirst()) !== undefined,
		find: async (accountId: number, seq: number): Promise<StoredAuditEntry | undefined> => {
			const row = await rows().where("account_id", "=", accountId).where("seq", "=", seq).executeTakeFirst();
			return row && entryOf(row);
		},
		/** The end of the log, read at once: a concurrent write is seen completely or not at all. */
		getEnd: async (): Promise<ChainEnd> => {
			const row = await db
				.selectFrom("registry_state")
				.select(["audit_seq as seq", "audit_digest as digest"])
				.select((eb) =>
					eb
						.selectFrom("audit_entries")
						.select((of) => of.fn.max("seq").as("newest"))
						.as("newest"),
				)
				.where("id", "=", 1)
				.executeTakeFirstOrThrow();
			return { ...row, newest: row.newest === null ? null : Number(row.newest) };
		},
	};
}

/**
 * Ends a write: numbers its audit entries without gaps, chains them to the previous one, and moves the generation. The
 * last act of the transaction, so that the one row that all writers share is locked only briefly. Its update comes
 * first: a writer that waited for the row reads what the previous one left there, so two processes never chain to the
 * same entry. Moves the recorded time forward, never back, and returns it.
 */
export async function endWrite(db: Kysely<Tables>, entries: readonly AuditEntry[]): Promise<string> {
	const latest = entries.reduce((at, entry) => (entry.at > at ? entry.at : at), "");
	const state = await db
		.updateTable("registry_state")
		.set((eb) => ({
			generation: eb("generation", "+", 1),
			audit_seq: eb("audit_seq", "+", entries.length),
			clock: eb.case().when("clock", "<", latest).then(latest).else(eb.ref("clock")).end(),
		}))
		.where("id", "=", 1)
		.returning(["audit_seq", "audit_digest", "clock"])
		.executeTakeFirstOrThrow();
	if (entries.length === 0) return state.clock;
	let digest = state.audit_digest;
	const rows = entries.map((entry, i) => {
		const row = chainedRow({ seq: state.audit_seq - entries.length + i + 1, previousDigest: digest }, entry);
		digest = row.digest;
		return row;
	});
	for (let i = 0; i < rows.length; i += 200) {
		await db
			.insertInto("audit_entries")
			.values(rows.slice(i, i + 200))
			.execute();
	}
	await db.updateTable("registry_state").set({ audit_digest: digest }).where("id", "=", 1).execute();
	return state.clock;
}

/**
 * The row of an entry in its place. The digest covers what will be read: unpaired surrogates become U+FFFD in any
 * database.
 */
function chainedRow(
	place: Pick<StoredAuditEntry, "seq" | "previousDigest">,
	entry: AuditEntry,
): Tables["audit_entries"] {
	const row = {
		seq: place.seq,
		account_id: entry.accountId,
		at: entry.at,
		actor: entry.actor.toWellFormed(),
		act: entry.act,
		subject_kind: entry.subjectKind,
		subject_id: entry.subjectId,
		subject_name: entry.subjectName.toWellFormed(),
		head_version: entry.headVersion,
		before: entry.before === null ? null : JSON.stringify(entry.before),
		after: entry.after === null ? null : JSON.stringify(entry.after),
		previous_digest: place.previousDigest,
		digest: "",
	};
	return { ...row, digest: auditEntryDigest(entryOf(row), place.previousDigest, (text) => hash("sha256", text)) };
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
		before: jsonValue(row.before),
		after: jsonValue(row.after),
		previousDigest: row.previous_digest,
		digest: row.digest,
	};
}

/** JSON that was changed by hand in the database is shown as it is; the chain reveals the change. */
function jsonValue(json: string | null): unknown {
	if (json === null) return null;
	try {
		return JSON.parse(json);
	} catch {
		return json;
	}
}

function saysText(text: string): Expression<SqlBool> {
	const lower = (one: string) => one.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
	const pattern = (one: string) => `%${lower(one).replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
	const inJson = pattern(JSON.stringify(text).slice(1, -1));
	const says = (column: string, one: string) => sql<SqlBool>`lower(${sql.ref(column)}) like ${one} escape '\\'`;
	return sql<SqlBool>`(${says("subject_name", pattern(text))} or ${says("before", inJson)} or ${says("after", inJson)})`;
}
