import type { NewJob, Reads, StoredAuditEntry } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";
import type { NewNotification } from "./add-notifications.ts";

/** What an audit entry causes in addition to the events of its own account. */
export interface Consequences {
	/** For other accounts. */
	readonly notifications?: readonly NewNotification[];
	/** Background work, for everything that concerns more than a handful of accounts. */
	readonly jobs?: readonly NewJob[];
}

/**
 * Called once for each audit entry, in the transaction that dispatches it; may only read. Its cost adds to every entry,
 * so it returns by `entry.act` before it reads anything if the entry does not concern it.
 */
export type EventListener = (needs: Needs, reads: Reads, entry: StoredAuditEntry) => Promise<Consequences>;
