import { eventListeners } from "../../src/main/event-listeners.ts";
import { dispatchEvents } from "../../src/registry/events/dispatch-events.ts";
import { type Api, bodyOf, commit, makeMci, type Question } from "./start-api.ts";

/** A name that no name server resolves (RFC 6761, 6.4). */
const url = "https://hooks.invalid/";
const known = "/v1/webhooks/known";
const made = "/v1/webhooks/made";

type Operation = Question & { readonly who: "reader" | "admin"; readonly status?: number; readonly publicRead?: false };

/** A request for every operation on notifications and webhooks, for the scene of `makeEvents`. */
export const eventOperations: Readonly<Record<string, Operation>> = {
	listNotifications: { url: "/v1/notifications", who: "reader", publicRead: false },
	getNotification: { url: "/v1/notifications/1", who: "reader", publicRead: false },
	markNotificationsRead: {
		method: "POST",
		url: "/v1/notifications/read",
		body: { upTo: 1 },
		who: "reader",
		publicRead: false,
	},
	listWebhooks: { url: "/v1/webhooks", who: "admin" },
	createWebhook: { method: "POST", url: "/v1/webhooks", body: { name: "made", url }, who: "admin", status: 201 },
	getWebhook: { url: known, who: "admin" },
	editWebhook: { method: "PATCH", url: made, body: { events: ["channel.*"] }, who: "admin" },
	pauseWebhook: { method: "POST", url: `${made}/pause`, who: "admin" },
	resumeWebhook: { method: "POST", url: `${made}/resume`, who: "admin" },
	testWebhook: { method: "POST", url: `${made}/test`, who: "admin" },
	rotateWebhookSecret: { method: "POST", url: `${made}/rotate`, who: "admin" },
	listDeliveries: { url: `${known}/deliveries`, who: "admin" },
	getDelivery: { url: `${known}/deliveries/1`, who: "admin" },
	redeliver: { method: "POST", url: `${known}/deliveries/1/redeliver`, who: "admin" },
	redeliverFailed: { method: "POST", url: `${known}/redeliver`, body: { since: "2026-01-01T00:00:00Z" }, who: "admin" },
	removeWebhook: { method: "DELETE", url: made, who: "admin", status: 204 },
};

/** Creates the webhook `known`, and the first notification with its delivery. */
export async function makeEvents(api: Api): Promise<void> {
	bodyOf(await api.ask({ method: "POST", url: "/v1/webhooks", body: { name: "known", url } }), 201);
	await makeMci(api, "told", { "aws-us-east-1": "ami-00000002" });
	await commit(api, "told");
	await dispatchEvents(api.registry.needs, { limit: 10_000, listeners: eventListeners });
}
