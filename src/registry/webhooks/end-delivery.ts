import type { DeliveryState, DeliveryTry, StoredDelivery, StoredWebhook, Transaction } from "../../storage/store.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { addNotifications } from "../events/add-notifications.ts";
import type { Needs } from "../needs.ts";

interface EndedTry {
	readonly delivery: StoredDelivery;
	readonly webhook: StoredWebhook;
	readonly state: DeliveryState;
	readonly nextAt: string;
	readonly last: DeliveryTry;
}

/** A webhook whose receiver accepted nothing for this long is paused. */
const patienceMs = 3 * 86_400_000;

/**
 * Records the outcome of an attempt. The first delivery that is given up notifies the account that its webhook fails,
 * later ones do not; an accepted one ends that. A receiver that is gone (410), or accepted nothing for three days, is
 * paused, with an audit entry.
 */
export async function endDelivery(needs: Needs, ended: EndedTry): Promise<void> {
	const because =
		ended.state === "failed" && ended.delivery.notificationId !== null ? pauseReason(ended, needs.now()) : null;
	if (because === null) await needs.store.keep((tx) => end(needs, tx, ended));
	else await needs.store.write((tx) => endAndPause(needs, tx, { ...ended, because }));
}

function pauseReason({ webhook, last }: EndedTry, now: string): string | null {
	if (last.status === 410) return "its receiver answered 410: it is gone for good";
	const isLong = webhook.failingSince !== null && Date.parse(now) - Date.parse(webhook.failingSince) >= patienceMs;
	return isLong ? "its receiver took nothing for three days" : null;
}

async function end(needs: Needs, tx: Transaction, ended: EndedTry): Promise<void> {
	const { delivery, state } = ended;
	if (!(await tx.deliveries.endTry(delivery, ended)) || delivery.notificationId === null) return;
	if (state === "delivered" && ended.webhook.failingSince !== null)
		await tx.webhooks.change(ended.webhook.id, { failingSince: null });
	if (state !== "failed") return;
	const webhook = await tx.webhooks.takeById(ended.webhook.id);
	if (!webhook || webhook.failingSince !== null) return;
	await tx.webhooks.change(webhook.id, { failingSince: needs.now() });
	await tellFailed(needs, tx, {
		...ended,
		webhook,
		title: `Webhook ${webhook.name} fails: its receiver did not take ${delivery.event}`,
	});
}

async function endAndPause(
	needs: Needs,
	tx: Transaction,
	ended: EndedTry & { readonly because: string },
): Promise<void> {
	const { delivery, because } = ended;
	const webhook = await tx.webhooks.takeById(ended.webhook.id);
	if (!webhook || !(await tx.deliveries.endTry(delivery, ended))) return tx.undo(undefined);
	const at = needs.now();
	await tx.webhooks.change(webhook.id, {
		active: false,
		pausedBecause: because,
		failingSince: webhook.failingSince ?? at,
	});
	if (webhook.active)
		await tellFailed(needs, tx, { ...ended, webhook, title: `Webhook ${webhook.name} is paused: ${because}` });
	// Recorded even if someone else paused it first, because a write needs an entry.
	const done = { at, before: { active: webhook.active }, after: { active: false, because } };
	tx.record(auditEntry({ accountId: webhook.accountId, name: "registry" }, "webhook.pause", webhook, done));
}

/**
 * A failure to deliver a message about a failing webhook is not reported: two failing webhooks would report each other
 * forever.
 */
async function tellFailed(needs: Needs, tx: Transaction, failed: EndedTry & { readonly title: string }): Promise<void> {
	const { delivery, webhook, last, title } = failed;
	if (delivery.event === "webhook.failed") return;
	const subject = { kind: "webhook", id: webhook.id, name: webhook.name };
	const details = { delivery: delivery.id, event: delivery.event, tries: delivery.tries, status: last.status };
	const { accountId, id: exceptWebhook } = webhook;
	await addNotifications(needs, tx, [
		{ event: "webhook.failed", accountId, at: needs.now(), auditSeq: null, subject, title, details, exceptWebhook },
	]);
}
