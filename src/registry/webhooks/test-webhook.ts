import { pingType } from "../../core/event/index.ts";
import type { StoredDelivery } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { afterMs } from "../retry-time.ts";
import { findWebhook } from "./list-webhooks.ts";
import { deliveryLeaseMs, sendDelivery } from "./send-delivery.ts";

/** Sends a webhook one ping now, even if it is paused, and returns the outcome. Throws `webhook-not-found`. */
export async function testWebhook(needs: Needs, actor: Actor, name: string): Promise<StoredDelivery> {
	assertMay(actor, "webhooks.manage");
	assertOnly(actor, null);
	const taken = await needs.store.write(async (tx) => {
		const webhook = await findWebhook(tx, actor, name);
		const now = needs.now();
		const messageId = `msg_${needs.newLineage().replaceAll("-", "")}`;
		const id = await tx.deliveries.insert({
			webhookId: webhook.id,
			notificationId: null,
			messageId,
			event: pingType,
			createdAt: now,
		});
		// Leased where it is created, so that no one else sends it too.
		const ping = await tx.deliveries.claimOne(id, { now, until: afterMs(now, deliveryLeaseMs) });
		if (!ping) throw new Error(`delivery ${id} was written and is not there`);
		tx.record(auditEntry(actor, "webhook.test", webhook, { at: now, after: { delivery: id } }));
		return ping;
	});
	await sendDelivery(needs, taken);
	return (await needs.store.read.deliveries.find(taken.webhook.id, taken.delivery.id)) ?? taken.delivery;
}
