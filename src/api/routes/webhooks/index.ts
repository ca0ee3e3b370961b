import { z } from "zod";
import { createWebhook, type WebhookWithSecret as MadeWebhook } from "../../../registry/webhooks/create-webhook.ts";
import { editWebhook, pauseWebhook, removeWebhook, resumeWebhook } from "../../../registry/webhooks/edit-webhook.ts";
import { getDelivery, listDeliveries } from "../../../registry/webhooks/list-deliveries.ts";
import { getWebhook, listWebhooks } from "../../../registry/webhooks/list-webhooks.ts";
import { redeliver, redeliverFailed } from "../../../registry/webhooks/redeliver.ts";
import { rotateWebhookSecret } from "../../../registry/webhooks/rotate-webhook-secret.ts";
import { testWebhook } from "../../../registry/webhooks/test-webhook.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { Problem, pageOf, problems } from "../../schema.ts";
import { presentDelivery, presentWebhook } from "./present.ts";
import {
	Delivery,
	DeliveryPath,
	FailedSince,
	ListDeliveriesQuery,
	NewWebhook,
	Renewed,
	Webhook,
	WebhookEdit,
	WebhookPath,
	WebhookWithSecret,
	WholeDelivery,
} from "./schema.ts";

const tags = ["webhooks"];

export function addWebhookRoutes(app: App, routeNeeds: RouteNeeds): void {
	addKeeping(app, routeNeeds);
	addVerbs(app, routeNeeds);
	addDeliveryRoutes(app, routeNeeds);
}

function addKeeping(app: App, routeNeeds: RouteNeeds): void {
	addListWebhooks(app, routeNeeds);
	addCreateWebhook(app, routeNeeds);
	addGetWebhook(app, routeNeeds);
	addEditWebhook(app, routeNeeds);
	addRemoveWebhook(app, routeNeeds);
}

function addListWebhooks(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/webhooks",
		{
			config: { list: true },
			schema: {
				...{ operationId: "listWebhooks", tags, summary: "List webhooks" },
				response: { 200: z.object({ items: z.array(Webhook) }), ...problems },
			},
		},
		async (request) => ({ items: (await listWebhooks(needs, actorOf(request))).map(presentWebhook) }),
	);
}

function addCreateWebhook(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/webhooks",
		{
			schema: {
				...{
					operationId: "createWebhook",
					tags,
					summary: "Create a webhook",
					description:
						"Sends the account's notifications from now on, signed. The secret to verify them is only in " +
						"this response.",
				},
				body: NewWebhook,
				response: { 201: WebhookWithSecret, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const made = await createWebhook(needs, actorOf(request), request.body);
			reply.code(201).header("cache-control", "no-store");
			return withSecret(made);
		},
	);
}

function addGetWebhook(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/webhooks/:name",
		{
			schema: {
				...{ operationId: "getWebhook", tags, summary: "Show a webhook" },
				params: WebhookPath,
				response: { 200: Webhook, ...problems },
			},
		},
		async (request) => presentWebhook(await getWebhook(needs, actorOf(request), request.params.name)),
	);
}

function addEditWebhook(app: App, { needs }: RouteNeeds): void {
	app.patch(
		"/v1/webhooks/:name",
		{
			schema: {
				...{
					operationId: "editWebhook",
					tags,
					summary: "Edit a webhook's URL, events or description",
					description: "Queued deliveries go to the new URL.",
				},
				params: WebhookPath,
				body: WebhookEdit,
				response: { 200: Webhook, ...problems },
			},
		},
		async (request) =>
			presentWebhook(await editWebhook(needs, actorOf(request), { ...request.body, name: request.params.name })),
	);
}

function addRemoveWebhook(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/webhooks/:name",
		{
			schema: {
				...{
					operationId: "removeWebhook",
					tags,
					summary: "Delete a webhook with its delivery log",
					description: "Queued deliveries are dropped.",
				},
				params: WebhookPath,
				response: { 204: z.undefined(), ...problems },
			},
		},
		async (request, reply) => {
			await removeWebhook(needs, actorOf(request), request.params.name);
			return reply.code(204).send(undefined);
		},
	);
}

function addVerbs(app: App, routeNeeds: RouteNeeds): void {
	addPauseWebhook(app, routeNeeds);
	addResumeWebhook(app, routeNeeds);
	addTestWebhook(app, routeNeeds);
	addRotateWebhookSecret(app, routeNeeds);
}

function addPauseWebhook(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/webhooks/:name/pause",
		{
			schema: {
				...{
					operationId: "pauseWebhook",
					tags,
					summary: "Pause a webhook",
					description:
						"Events that happen while it is paused are not queued. Deliveries already queued stay " + "queued.",
				},
				params: WebhookPath,
				response: { 200: Webhook, ...problems },
			},
		},
		async (request) => presentWebhook(await pauseWebhook(needs, actorOf(request), request.params.name)),
	);
}

function addResumeWebhook(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/webhooks/:name/resume",
		{
			schema: {
				...{
					operationId: "resumeWebhook",
					tags,
					summary: "Resume a webhook",
					description: "Queued deliveries are sent.",
				},
				params: WebhookPath,
				response: { 200: Webhook, ...problems },
			},
		},
		async (request) => presentWebhook(await resumeWebhook(needs, actorOf(request), request.params.name)),
	);
}

function addTestWebhook(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/webhooks/:name/test",
		{
			schema: {
				...{
					operationId: "testWebhook",
					tags,
					summary: "Send a ping to a webhook",
					description: "Waits for the answer and returns the delivery.",
				},
				params: WebhookPath,
				response: { 200: Delivery, ...problems },
			},
		},
		async (request) => presentDelivery(await testWebhook(needs, actorOf(request), request.params.name)),
	);
}

function addRotateWebhookSecret(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/webhooks/:name/rotate",
		{
			schema: {
				...{
					operationId: "rotateWebhookSecret",
					tags,
					summary: "Create a new secret for a webhook",
					description:
						"The secret is only in this response. For 24 hours, messages are also signed with the " + "previous one.",
				},
				params: WebhookPath,
				response: { 200: WebhookWithSecret, ...problems },
			},
		},
		async (request, reply) => {
			const rotated = await rotateWebhookSecret(needs, actorOf(request), request.params.name);
			reply.header("cache-control", "no-store");
			return withSecret(rotated);
		},
	);
}

function addDeliveryRoutes(app: App, routeNeeds: RouteNeeds): void {
	addListDeliveries(app, routeNeeds);
	addGetDelivery(app, routeNeeds);
	addRedeliver(app, routeNeeds);
	addRedeliverFailed(app, routeNeeds);
}

function addListDeliveries(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/webhooks/:name/deliveries",
		{
			config: { list: true },
			schema: {
				...{
					operationId: "listDeliveries",
					tags,
					summary: "List the deliveries of a webhook, newest first",
					description: "Includes queued deliveries.",
				},
				params: WebhookPath,
				querystring: ListDeliveriesQuery,
				response: { 200: pageOf(Delivery), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit, state } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[1];
			const asked = { webhook: request.params.name, state, after, limit: limit + 1 };
			return pageFrom(await listDeliveries(needs, actorOf(request), asked), limit, presentDelivery, (row) => [
				"",
				row.id,
			]);
		},
	);
}

function addGetDelivery(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/webhooks/:name/deliveries/:id",
		{
			schema: {
				...{ operationId: "getDelivery", tags, summary: "Show a delivery with its body" },
				params: DeliveryPath,
				response: { 200: WholeDelivery, ...problems },
			},
		},
		async (request) => {
			const { name: webhook, id } = request.params;
			const { delivery, body } = await getDelivery(needs, actorOf(request), { webhook, id });
			return { ...presentDelivery(delivery), body };
		},
	);
}

function addRedeliver(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/webhooks/:name/deliveries/:id/redeliver",
		{
			schema: {
				...{
					operationId: "redeliver",
					tags,
					summary: "Send a delivery again",
					description: "Keeps its `webhook-id`. A pending delivery is attempted at once.",
				},
				params: DeliveryPath,
				response: { 200: Delivery, ...problems },
			},
		},
		async (request) => {
			const { name: webhook, id } = request.params;
			return presentDelivery(await redeliver(needs, actorOf(request), { webhook, id }));
		},
	);
}

function addRedeliverFailed(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/webhooks/:name/redeliver",
		{
			schema: {
				...{
					operationId: "redeliverFailed",
					tags,
					summary: "Send failed deliveries again",
					description: "Oldest first, at most 1,000. Repeat the request for the rest.",
				},
				params: WebhookPath,
				body: FailedSince,
				response: { 200: Renewed, ...problems },
			},
		},
		(request) => redeliverFailed(needs, actorOf(request), { webhook: request.params.name, since: request.body.since }),
	);
}

function withSecret({ webhook, secret }: MadeWebhook): z.infer<typeof WebhookWithSecret> {
	return { ...presentWebhook(webhook), secret };
}
