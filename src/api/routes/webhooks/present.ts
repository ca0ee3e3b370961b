import type { z } from "zod";
import type { StoredDelivery, StoredWebhook } from "../../../registry/stored.ts";
import type { Delivery, Webhook } from "./schema.ts";

/** A webhook in an answer, without its secrets. */
export function presentWebhook(webhook: StoredWebhook): z.infer<typeof Webhook> {
	const {
		name,
		description,
		url,
		events,
		active,
		pausedBecause,
		failingSince,
		lastTryAt,
		previousSecret,
		createdAt,
		updatedAt,
	} = webhook;
	const previousSecretUntil = previousSecret?.until ?? null;
	return {
		...{
			name,
			description,
			url,
			events: [...events],
			active,
			pausedBecause,
			failingSince,
			lastTryAt,
			previousSecretUntil,
		},
		...{ createdAt, updatedAt },
	};
}

export function presentDelivery(delivery: StoredDelivery): z.infer<typeof Delivery> {
	const { id, messageId, notificationId: notification, event, state, tries, nextAt, createdAt, last } = delivery;
	return {
		id,
		messageId,
		notification,
		event,
		state,
		tries,
		nextAt: state === "pending" ? nextAt : null,
		createdAt,
		last,
	};
}
