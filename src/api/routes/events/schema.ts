import { z } from "zod";
import { eventMeanings, eventTypes, isEventPattern } from "../../../core/event/index.ts";
import { PageQuery, pageOf, Timestamp } from "../../schema.ts";

const EventName = z.enum(eventTypes).meta({
	description: `The event. ${eventTypes.map((word) => `${word}: ${eventMeanings[word]}`).join(" · ")}.`,
	example: "channel.moved",
});

export const EventPattern = z
	.string()
	.max(100)
	.refine(isEventPattern, "must be an event, or a prefix with .*, such as channel.*")
	.meta({
		description: "An event, a prefix with `.*`, or `*` for all.",
		example: "channel.*",
	});

export const NotificationSubject = z
	.object({
		kind: z.string().meta({ description: "Kind, as in the audit.", example: "mci" }),
		id: z.int().nullable(),
		name: z.string(),
	})
	.meta({ id: "NotificationSubject", description: "The component or object it is about." });

export const Notification = z
	.object({
		id: z.int(),
		at: Timestamp.meta({ description: "When it happened, UTC." }),
		event: EventName,
		title: z
			.string()
			.meta({ description: "One line of text.", example: "almalinux-os-9-x86_64@production moved from 2 to 3" }),
		subject: NotificationSubject,
		details: z
			.record(z.string(), z.unknown())
			.meta({ description: "Values for programs; docs/notifications.md lists them by event." }),
		auditSeq: z
			.int()
			.nullable()
			.meta({ description: "Its audit entry; null for an event in another account.", example: 42 }),
		readAt: Timestamp.nullable().meta({ description: "Null if unread." }),
	})
	.meta({ id: "Notification", description: "A notification of the account." });

const Unread = z.int().meta({ description: "Number of unread notifications of the account, up to 1,000." });

export const NotificationPage = pageOf(Notification).extend({ unread: Unread });

export const NotificationPath = z.object({
	id: z.coerce.number().int().min(1).meta({ description: "Number of the notification.", example: 1 }),
});

export const ListNotificationsQuery = z.object({
	unread: z.enum(["true", "false"]).default("false").meta({ description: "`true` for unread notifications only." }),
	event: EventPattern.optional(),
	kind: z.string().max(40).optional().meta({ description: "Kind of the subject.", example: "mci" }),
	limit: PageQuery.limit
		.unwrap()
		.optional()
		.meta({ description: "Notifications per page, 1 to 500. The default is 50; JSON lines have no limit." }),
	cursor: PageQuery.cursor,
});

export const ReadMarks = z
	.object({
		ids: z.array(z.int().min(1)).min(1).max(500).optional().meta({ description: "Numbers of notifications." }),
		upTo: z
			.int()
			.min(1)
			.optional()
			.meta({ description: "All up to this number; later notifications stay unread.", example: 7 }),
	})
	.refine(({ ids, upTo }) => (ids === undefined) !== (upTo === undefined), "needs either ids or upTo")
	.meta({ id: "ReadMarks" });

export const MarkedRead = z
	.object({ marked: z.int().meta({ description: "Number of notifications that were unread." }), unread: Unread })
	.meta({ id: "MarkedRead" });
