import type { Transaction } from "../../storage/store.ts";
import { defaultAccount } from "../default-account.ts";

/**
 * An act on a user or a session. These belong to the installation, so the entry is in the default account's audit,
 * whichever account was acted in.
 */
export interface IdentityEntry {
	readonly actor: string;
	readonly act: string;
	readonly kind: "user" | "session";
	/** Null for a name without a user. */
	readonly id: number | null;
	/** The user's name. */
	readonly name: string;
	readonly at: string;
	readonly before?: unknown;
	readonly after?: unknown;
}

/** Records the audit entry of an act on a user or a session. */
export async function recordIdentity(tx: Transaction, entry: IdentityEntry): Promise<void> {
	const account = await tx.accounts.find(defaultAccount);
	if (!account) throw new Error("the default account is not there");
	tx.record({
		accountId: account.id,
		at: entry.at,
		actor: entry.actor,
		act: entry.act,
		subjectKind: entry.kind,
		subjectId: entry.id,
		subjectName: entry.name,
		headVersion: null,
		before: entry.before ?? null,
		after: entry.after ?? null,
	});
}
