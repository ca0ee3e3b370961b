import { z } from "zod";
import { createWebhook, type WebhookWithSecret as MadeWebhook } from "../../../registry/webhooks/create-webhook.ts";
import { editWebhook, pauseWebhook, removeWebhook, resumeWebhook } from "../../../registry/webhooks/edit-webhook.ts";
import { getWebhook, listWebhooks } from "../../../registry/webhooks/list-webhooks.ts";
import { rotateWebhookSecret } from "../../../registry/webhooks/rotate-webhook-secret.ts";
import { testWebhook } from "../../../registry/webhooks/test-webhook.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { Problem, problems } from "../../schema.ts";
import { addDeliveryRoutes } from "./deliveries.ts";
import { presentDelivery, presentWebhook } from "./present.ts";
import { Delivery, NewWebhook, tags, Webhook, WebhookEdit, WebhookPath, WebhookWithSecret } from "./schema.ts";

export function addWebhookRoutes(app: App, routeNeeds: RouteNeeds): void {
	addManagement(app, routeNeeds);
	addVerbs(app, routeNeeds);
	addDeliveryRoutes(app, routeNeeds);
}

function addManagement(app: App, routeNeeds: RouteNeeds): void {
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

function withSecret({ webhook, secret }: MadeWebhook): z.infer<typeof WebhookWithSecret> {
	return { ...presentWebhook(webhook), secret };
}
