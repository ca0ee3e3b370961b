import { type AccountEvent, matchesEvent } from "../../core/event/index.ts";
import type { Transaction } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";

/** A notification to add for an account. */
export interface NewNotification extends AccountEvent {
	readonly accountId: number;
	/** The time of the event (UTC ISO 8601). */
	readonly at: string;
	/** The audit entry behind it if that belongs to the same account; null for events in other accounts. */
	readonly auditSeq: number | null;
	/** A webhook that does not get it, because the notification is about that webhook. */
	readonly exceptWebhook?: number | undefined;
}

/** Adds notifications within a transaction, with the deliveries for the accounts' webhooks. */
export async function addNotifications(
	needs: Pick<Needs, "now" | "newLineage">,
	tx: Transaction,
	notifications: readonly NewNotification[],
): Promise<void> {
	if (notifications.length === 0) return;
	const told = notifications.map((one) => ({ ...one, messageId: `msg_${needs.newLineage().replaceAll("-", "")}` }));
	const ids = await tx.notifications.insert(told);
	const webhooks = Map.groupBy(
		await tx.webhooks.listActive([...new Set(told.map((one) => one.accountId))]),
		(webhook) => webhook.accountId,
	);
	const createdAt = needs.now();
	await tx.deliveries.insertMany(
		told.flatMap(({ accountId, messageId, event, exceptWebhook }) => {
			const wanted = (webhooks.get(accountId) ?? []).filter(
				({ id, events }) => id !== exceptWebhook && matchesEvent(events, event),
			);
			return wanted.map(({ id }) => ({
				webhookId: id,
				notificationId: ids.get(messageId) ?? null,
				messageId,
				event,
				createdAt,
			}));
		}),
	);
}
