import { z } from "zod";
import { Moment, PageQuery } from "../../schema.ts";
import { EventPattern } from "../notifications/schema.ts";

const Name = z
	.string()
	.meta({ description: "Unique in its account: lower-case letters, digits, dots and dashes.", example: "deploy" });
const Url = z.string().max(2000).meta({
	description: "http or https; only whoever keeps webhooks sees it.",
	example: "https://ci.example.com/hooks/images",
});
const Events = z
	.array(EventPattern)
	.max(50)
	.meta({ description: "What it is sent.", example: ["channel.moved", "revision.*"] });
const Description = z.string().max(1000).meta({ description: "What it is for.", example: "Starts the roll-out" });

export const Webhook = z
	.object({
		name: Name,
		description: Description,
		url: Url,
		events: z.array(z.string()).meta({ description: "Patterns of events.", example: ["channel.moved", "revision.*"] }),
		active: z
			.boolean()
			.meta({ description: "False = paused: it is sent nothing, and what happens meanwhile is not kept for it." }),
		pausedBecause: z.string().nullable().meta({ description: "Why the registry paused it itself." }),
		failingSince: Moment.nullable().meta({ description: "Since when its receiver takes nothing; null = all is well." }),
		lastTryAt: Moment.nullable(),
		previousSecretUntil: Moment.nullable().meta({
			description: "Until then messages are signed with the secret before, too.",
		}),
		createdAt: Moment,
		updatedAt: Moment,
	})
	.meta({ id: "Webhook", description: "An address that is sent what the account is told." });

export const WebhookWithSecret = Webhook.extend({
	secret: z.string().meta({ description: "What signatures are verified with; shown this once." }),
}).meta({ id: "WebhookWithSecret" });

export const NewWebhook = z
	.object({
		name: Name.max(100),
		url: Url,
		events: Events.optional().meta({ description: "Absent = all." }),
		description: Description.optional(),
	})
	.meta({ id: "NewWebhook" });

export const WebhookEdit = z
	.object({ url: Url.optional(), events: Events.optional(), description: Description.optional() })
	.meta({ id: "WebhookEdit", description: "What is absent stays as it is." });

export const WebhookPath = z.object({
	name: z.string().max(200).meta({ description: "Name of the webhook.", example: "deploy" }),
});

export const DeliveryPath = WebhookPath.extend({
	id: z.coerce.number().int().min(1).meta({ description: "Number of the delivery.", example: 1 }),
});

const DeliveryStateName = z.enum(["pending", "delivered", "failed"]).meta({
	description: "pending: to be tried, perhaps again · delivered: the receiver took it · failed: given up.",
});

export const Delivery = z
	.object({
		id: z.int(),
		messageId: z.string().meta({
			description: "The header webhook-id: the same at every try.",
			example: "msg_0f4c7b1d2e3a4b5c8d9e0f1a2b3c4d5e",
		}),
		notification: z.int().nullable().meta({ description: "Number of the notification; null for a ping." }),
		event: z.string().meta({ example: "channel.moved" }),
		state: DeliveryStateName,
		tries: z.int(),
		nextAt: Moment.nullable().meta({ description: "When it is tried next; null when it is not pending." }),
		createdAt: Moment,
		last: z
			.object({
				at: Moment,
				tookMs: z.int(),
				status: z.int().nullable().meta({ description: "HTTP status of the answer; null = there was none." }),
				problem: z.string().nullable().meta({ description: "What went wrong; null = nothing." }),
				answer: z.string().nullable().meta({ description: "The beginning of the answer." }),
			})
			.nullable()
			.meta({ description: "The last try; null = none has ended." }),
	})
	.meta({ id: "Delivery", description: "A message to a webhook, and what came of it." });

export const WholeDelivery = Delivery.extend({
	body: z
		.string()
		.nullable()
		.meta({ description: "What is sent, to the letter; null when what it told is forgotten." }),
}).meta({ id: "WholeDelivery" });

export const ListDeliveriesQuery = z.object({ state: DeliveryStateName.optional(), ...PageQuery });

export const FailedSince = z
	.object({
		since: z.iso
			.datetime({ offset: true })
			.transform((text) => new Date(text).toISOString())
			.meta({ description: "From this moment on, ISO 8601 with zone.", example: "2026-01-01T00:00:00Z" }),
	})
	.meta({ id: "FailedSince" });

export const Renewed = z
	.object({ renewed: z.int().meta({ description: "How many are sent again; at most 1,000 at once." }) })
	.meta({ id: "Renewed" });
