import { getDelivery, listDeliveries } from "../../../registry/webhooks/list-deliveries.ts";
import { redeliver, redeliverFailed } from "../../../registry/webhooks/redeliver.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { pageOf, problems } from "../../schema.ts";
import { presentDelivery } from "./present.ts";
import {
	Delivery,
	DeliveryPath,
	FailedSince,
	ListDeliveriesQuery,
	Renewed,
	tags,
	WebhookPath,
	WholeDelivery,
} from "./schema.ts";

export function addDeliveryRoutes(app: App, routeNeeds: RouteNeeds): void {
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
