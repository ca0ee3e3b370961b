import type { AccountEvent } from "./events-of.ts";

/** A notification as webhooks send it. */
export interface ToldEvent extends Omit<AccountEvent, "event"> {
	/** An event's word, or the ping's type. */
	readonly type: string;
	/** When it happened, UTC ISO 8601. */
	readonly at: string;
	readonly account: string;
	/** Number of the notification in the registry; null for a ping. */
	readonly notification: number | null;
	/** The audit entry that it is from, when that is of the same account. */
	readonly auditSeq: number | null;
}

/**
 * The body of a webhook's message: `type`, `timestamp` and `data`, as Standard Webhooks recommends. The same at every
 * try.
 */
export function webhookPayload(told: ToldEvent): string {
	const { type, at, account, notification, auditSeq, subject, title, details } = told;
	return JSON.stringify({ type, timestamp: at, data: { account, notification, auditSeq, title, subject, details } });
}
