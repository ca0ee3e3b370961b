import type { StoredDelivery } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { deliveryNotFound } from "./list-deliveries.ts";
import { findWebhook } from "./list-webhooks.ts";

/** The most deliveries that restart at once. */
const mostAtOnce = 1000;

/**
 * Sends a message again as soon as possible, whatever its outcome, under the same id; one in progress continues. Throws
 * `webhook-not-found` or `delivery-not-found`.
 */
export async function redeliver(
	needs: Needs,
	actor: Actor,
	asked: { readonly webhook: string; readonly id: number },
): Promise<StoredDelivery> {
	assertMay(actor, "webhooks.manage");
	assertOnly(actor, null);
	return needs.store.write(async (tx) => {
		const webhook = await findWebhook(tx, actor, asked.webhook);
		const before = await tx.deliveries.find(webhook.id, asked.id);
		if (!before) throw deliveryNotFound(asked);
		const at = needs.now();
		if (!(await tx.deliveries.renew(before.id, at))) return tx.undo(before);
		tx.record(
			auditEntry(actor, "webhook.redeliver", webhook, { at, after: { delivery: before.id, event: before.event } }),
		);
		const after = await tx.deliveries.find(webhook.id, before.id);
		if (!after) throw deliveryNotFound(asked);
		return after;
	});
}

/**
 * Sends everything again that a webhook's receiver did not accept since a time, at most 1,000 at once. Returns how many
 * restart; called again, it continues with the rest. Throws `webhook-not-found`.
 */
export async function redeliverFailed(
	needs: Needs,
	actor: Actor,
	asked: { readonly webhook: string; readonly since: string },
): Promise<{ readonly renewed: number }> {
	assertMay(actor, "webhooks.manage");
	assertOnly(actor, null);
	return needs.store.write(async (tx) => {
		const webhook = await findWebhook(tx, actor, asked.webhook);
		const at = needs.now();
		const renewed = await tx.deliveries.renewFailed(webhook.id, asked.since, { limit: mostAtOnce, now: at });
		if (renewed === 0) return tx.undo({ renewed });
		tx.record(
			auditEntry(actor, "webhook.redeliver", webhook, { at, after: { since: asked.since, deliveries: renewed } }),
		);
		return { renewed };
	});
}
