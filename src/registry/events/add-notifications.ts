import { type AccountEvent, matchesEvent } from "../../core/event/index.ts";
import type { Transaction } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";

/** What an account is to be told. */
export interface NewNotification extends AccountEvent {
	readonly accountId: number;
	/** When it happened. */
	readonly at: string;
	/** The audit entry that it is from, when that is the account's own; null for what happened elsewhere. */
	readonly auditSeq: number | null;
	/** A webhook that is not sent it: the one that it is about. */
	readonly exceptWebhook?: number | undefined;
}

/** Adds notifications within a transaction, and with them what the accounts' webhooks are to be sent. */
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
