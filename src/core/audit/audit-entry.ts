import { canonicalJson } from "../../base/canonical-json.ts";

/** Who did what to what when, and what it changed, in its place in the registry's log. */
export interface NumberedEntry {
	/** 1, 2, 3 … over all accounts, without a gap. */
	readonly seq: number;
	readonly accountId: number;
	readonly at: string;
	readonly actor: string;
	readonly act: string;
	readonly subjectKind: string;
	readonly subjectId: number | null;
	readonly subjectName: string;
	readonly headVersion: number | null;
	/** JSON values; null = nothing to tell. */
	readonly before: unknown;
	readonly after: unknown;
}

/** An entry as it is kept: chained to the one before it. */
export interface ChainedEntry extends NumberedEntry {
	readonly previousDigest: string;
	readonly digest: string;
}

/** Names the form; a change of it is a new word, so that digests never change their meaning. */
export const auditFormat = "audit/1";

/** What stands before the first entry. */
export const chainBeginning = "0".repeat(64);

/**
 * The one text of an entry: canonical JSON (RFC 8785) of the format, every field, and the digest of the entry before
 * it. Fields that are null are left out, so that a field added later leaves older digests as they are.
 */
export function auditEntryForm(entry: NumberedEntry, previousDigest: string): string {
	return canonicalJson({
		format: auditFormat,
		previousDigest,
		seq: entry.seq,
		accountId: entry.accountId,
		at: entry.at,
		actor: entry.actor,
		act: entry.act,
		subjectKind: entry.subjectKind,
		subjectId: entry.subjectId ?? undefined,
		subjectName: entry.subjectName,
		headVersion: entry.headVersion ?? undefined,
		before: entry.before ?? undefined,
		after: entry.after ?? undefined,
	});
}

/** SHA-256 of the form, 64 hex digits. The hash function is handed in: the core runs where there is no Node. */
export function auditEntryDigest(
	entry: NumberedEntry,
	previousDigest: string,
	sha256Hex: (text: string) => string,
): string {
	return sha256Hex(auditEntryForm(entry, previousDigest));
}
