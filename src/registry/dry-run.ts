import type { Transaction } from "../storage/store.ts";

/** The transaction for a rehearsal: what is done in it is seen in it, and as nothing is recorded, nothing is kept. */
export function rehearsing(tx: Transaction, rehearsal: boolean | undefined): Transaction {
	return rehearsal ? { ...tx, record: () => undefined } : tx;
}
