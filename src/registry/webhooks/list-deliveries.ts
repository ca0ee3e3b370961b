import { fault } from "../../core/errors.ts";
import type { DeliveryFilter, StoredDelivery } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { getWebhook } from "./list-webhooks.ts";
import { deliveryBody } from "./send-delivery.ts";

/** A webhook's deliveries, past and pending, newest first. Throws `webhook-not-found`. */
export async function listDeliveries(
	needs: Needs,
	actor: Actor,
	asked: Omit<DeliveryFilter, "webhookId"> & { readonly webhook: string },
): Promise<StoredDelivery[]> {
	const { webhook, ...filter } = asked;
	const { id } = await getWebhook(needs, actor, webhook);
	return needs.store.read.deliveries.list({ ...filter, webhookId: id });
}

/**
 * One delivery with its body; null if the notification behind it was deleted. Throws `webhook-not-found` or
 * `delivery-not-found`.
 */
export async function getDelivery(
	needs: Needs,
	actor: Actor,
	asked: { readonly webhook: string; readonly id: number },
): Promise<{ readonly delivery: StoredDelivery; readonly body: string | null }> {
	const webhook = await getWebhook(needs, actor, asked.webhook);
	const delivery = await needs.store.read.deliveries.find(webhook.id, asked.id);
	if (!delivery) throw deliveryNotFound(asked);
	return { delivery, body: (await deliveryBody(needs, delivery, webhook)) ?? null };
}

/** The fault of an id that is not among a webhook's deliveries. */
export function deliveryNotFound({ webhook, id }: { readonly webhook: string; readonly id: number }): Error {
	return fault("delivery-not-found", { webhook, delivery: id });
}
