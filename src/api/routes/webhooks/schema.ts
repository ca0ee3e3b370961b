import { z } from "zod";
import { PageQuery, Timestamp } from "../../schema.ts";
import { EventPattern } from "../events/schema.ts";

const Name = z
	.string()
	.meta({ description: "Unique in the account: lowercase letters, digits, dots and dashes.", example: "deploy" });
const Url = z.string().max(2000).meta({
	description: "http or https. Only users who may manage webhooks see it.",
	example: "https://ci.example.com/hooks/images",
});
const Events = z
	.array(EventPattern)
	.max(50)
	.meta({ description: "Events to send.", example: ["channel.moved", "revision.*"] });
const Description = z.string().max(1000).meta({ description: "What it is for.", example: "Starts the rollout" });

export const tags = ["webhooks"];

export const Webhook = z
	.object({
		name: Name,
		description: Description,
		url: Url,
		events: z
			.array(z.string())
			.meta({ description: "Events, or prefixes with `.*`.", example: ["channel.moved", "revision.*"] }),
		active: z.boolean().meta({ description: "False if paused. Events that happen while it is paused are not queued." }),
		pausedBecause: z.string().nullable().meta({ description: "Why the registry paused it; null if it did not." }),
		failingSince: Timestamp.nullable().meta({ description: "When deliveries started to fail; null if they succeed." }),
		lastTryAt: Timestamp.nullable(),
		previousSecretUntil: Timestamp.nullable().meta({
			description: "Until then, messages are also signed with the previous secret.",
		}),
		createdAt: Timestamp,
		updatedAt: Timestamp,
	})
	.meta({ id: "Webhook", description: "An address that receives the account's notifications." });

export const WebhookWithSecret = Webhook.extend({
	secret: z.string().meta({
		description: "Secret to verify signatures with. Shown only in this response.",
		example: "whsec_EXAMPLE-not-a-real-secret",
	}),
}).meta({ id: "WebhookWithSecret" });

export const NewWebhook = z
	.object({
		name: Name.max(100),
		url: Url,
		events: Events.optional().meta({ description: "All events by default." }),
		description: Description.optional(),
	})
	.meta({ id: "NewWebhook" });

export const WebhookEdit = z
	.object({ url: Url.optional(), events: Events.optional(), description: Description.optional() })
	.meta({ id: "WebhookEdit", description: "Omit a field to keep its current value." });

export const WebhookPath = z.object({
	name: z.string().max(200).meta({ description: "Name of the webhook.", example: "deploy" }),
});

export const DeliveryPath = WebhookPath.extend({
	id: z.coerce.number().int().min(1).meta({ description: "Number of the delivery.", example: 1 }),
});

const DeliveryStateName = z.enum(["pending", "delivered", "failed"]).meta({
	description: "pending: waiting for its next attempt · delivered · failed: no more attempts.",
});

export const Delivery = z
	.object({
		id: z.int(),
		messageId: z.string().meta({
			description: "Value of the header `webhook-id`, the same in every attempt.",
			example: "msg_0f4c7b1d2e3a4b5c8d9e0f1a2b3c4d5e",
		}),
		notification: z.int().nullable().meta({ description: "Number of the notification; null for a ping." }),
		event: z.string().meta({ example: "channel.moved" }),
		state: DeliveryStateName.meta({ example: "delivered" }),
		tries: z.int(),
		nextAt: Timestamp.nullable().meta({ description: "Next attempt; null if it is not pending." }),
		createdAt: Timestamp,
		last: z
			.object({
				at: Timestamp,
				tookMs: z.int(),
				status: z
					.int()
					.nullable()
					.meta({ description: "HTTP status of the answer; null if there was none.", example: 204 }),
				problem: z.string().nullable().meta({ description: "What went wrong; null if nothing did." }),
				answer: z.string().nullable().meta({ description: "The beginning of the answer's body." }),
			})
			.nullable()
			.meta({ description: "The last attempt; null if there is none." }),
	})
	.meta({ id: "Delivery", description: "A message to a webhook and its status." });

export const WholeDelivery = Delivery.extend({
	body: z.string().nullable().meta({ description: "The exact body; null if its notification was deleted." }),
}).meta({ id: "WholeDelivery" });

export const ListDeliveriesQuery = z.object({ state: DeliveryStateName.optional(), ...PageQuery });

export const FailedSince = z
	.object({
		since: z.iso
			.datetime({ offset: true })
			.transform((text) => new Date(text).toISOString())
			.meta({ description: "From this time on, ISO 8601 with time zone.", example: "2026-01-01T00:00:00.000Z" }),
	})
	.meta({ id: "FailedSince" });

export const Renewed = z
	.object({ renewed: z.int().meta({ description: "Number of messages sent again, at most 1,000." }) })
	.meta({ id: "Renewed" });
