import type { NewJob, Reads, StoredAuditEntry } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";
import type { NewNotification } from "./add-notifications.ts";

/** What comes of an audit entry beside the events of its own account. */
export interface Consequences {
	/** For other accounts. */
	readonly notifications?: readonly NewNotification[];
	/** Work for the background: what concerns more accounts than a handful. */
	readonly jobs?: readonly NewJob[];
}

/**
 * Looks at each audit entry once, in the transaction that dispatches it, and may only read. What it takes is taken from every entry: it
 * turns down what is not its matter by `entry.act`, before it reads anything.
 */
export type EventListener = (needs: Needs, reads: Reads, entry: StoredAuditEntry) => Promise<Consequences>;
