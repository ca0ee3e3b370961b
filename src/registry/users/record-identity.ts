import type { Act } from "../../core/audit/index.ts";
import type { Transaction } from "../../storage/store.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { defaultAccount } from "../default-account.ts";

/**
 * An act on a user or a session. These belong to the installation, so the entry is in the default account's audit,
 * whichever account was acted in.
 */
export interface IdentityEntry {
	readonly actor: string;
	readonly act: Extract<Act, `${"user" | "session"}.${string}`>;
	/** Null for a name without a user. */
	readonly id: number | null;
	/** The user's name. */
	readonly name: string;
	readonly at: string;
	readonly before?: object | null;
	readonly after?: object | null;
}

/** Records the audit entry of an act on a user or a session. */
export async function recordIdentity(tx: Transaction, entry: IdentityEntry): Promise<void> {
	const account = await tx.accounts.find(defaultAccount);
	if (!account) throw new Error("the default account is not there");
	tx.record(auditEntry({ accountId: account.id, name: entry.actor }, entry.act, entry, entry));
}
