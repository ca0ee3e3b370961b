import type { z } from "zod";
import {
	countUnread,
	getNotification,
	listNotifications,
	pagesOfNotifications,
} from "../../../registry/events/list-notifications.ts";
import { markNotificationsRead } from "../../../registry/events/mark-notifications-read.ts";
import type { StoredNotification } from "../../../registry/stored.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { sendLines, wantsLines } from "../../json-lines.ts";
import { problems } from "../../schema.ts";
import {
	ListNotificationsQuery,
	MarkedRead,
	Notification,
	NotificationPage,
	NotificationPath,
	ReadMarks,
} from "./schema.ts";

const usualLimit = 50;

export function addNotificationRoutes(app: App, routeNeeds: RouteNeeds): void {
	addListNotifications(app, routeNeeds);
	addGetNotification(app, routeNeeds);
	addMarkNotificationsRead(app, routeNeeds);
}

function addListNotifications(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/notifications",
		{
			config: { list: true },
			schema: {
				operationId: "listNotifications",
				tags: ["notifications"],
				summary: "List notifications, newest first",
				description: "With `Accept: application/x-ndjson`, returns one line per notification, without pages.",
				querystring: ListNotificationsQuery,
				response: { 200: NotificationPage, ...problems },
			},
		},
		async (request, reply) => {
			const { cursor, limit, kind: subjectKind, unread, event } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[1];
			const filter = {
				subjectKind,
				event: event === "*" ? undefined : event,
				after,
				...(unread === "true" ? { unread: true as const } : {}),
			};
			const actor = actorOf(request);
			if (wantsLines(request)) {
				return sendLines(request, reply, {
					pages: pagesOfNotifications(needs, actor, { ...filter, limit: limit ?? null }),
					present,
				});
			}
			const size = limit ?? usualLimit;
			const rows = await listNotifications(needs, actor, { ...filter, limit: size + 1 });
			return { ...pageFrom(rows, size, present, (row) => ["", row.id]), unread: await countUnread(needs, actor) };
		},
	);
}

function addGetNotification(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/notifications/:id",
		{
			schema: {
				operationId: "getNotification",
				tags: ["notifications"],
				summary: "Show a notification",
				params: NotificationPath,
				response: { 200: Notification, ...problems },
			},
		},
		async (request) => present(await getNotification(needs, actorOf(request), request.params.id)),
	);
}

function addMarkNotificationsRead(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/notifications/read",
		{
			schema: {
				operationId: "markNotificationsRead",
				tags: ["notifications"],
				summary: "Mark notifications as read",
				description:
					"Applies to all members of the account. Unknown numbers are ignored. Send either `ids` or " + "`upTo`.",
				body: ReadMarks,
				response: { 200: MarkedRead, ...problems },
			},
		},
		async (request) => {
			const { ids = [], upTo } = request.body;
			const actor = actorOf(request);
			const marked = await markNotificationsRead(needs, actor, upTo === undefined ? { ids } : { upTo });
			return { marked, unread: await countUnread(needs, actor) };
		},
	);
}

function present({
	id,
	at,
	event,
	title,
	subject,
	details,
	auditSeq,
	readAt,
}: StoredNotification): z.infer<typeof Notification> {
	return { id, at, event, title, subject, details, auditSeq, readAt };
}
