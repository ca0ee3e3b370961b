import { z } from "zod";
import { eventMeanings, eventWords, isEventPattern } from "../../../core/event/index.ts";
import { Moment, PageQuery, pageOf } from "../../schema.ts";

const EventName = z.enum(eventWords).meta({
	description: `What happened. ${eventWords.map((word) => `${word}: ${eventMeanings[word]}`).join(" · ")}.`,
	example: "channel.moved",
});

export const EventPattern = z
	.string()
	.max(100)
	.refine(isEventPattern, "is no event; write one by its word, or all that begin alike, such as channel.*")
	.meta({
		description: "One event by its word, all of one beginning (`channel.*`), or all (`*`).",
		example: "channel.*",
	});

export const NotificationSubject = z
	.object({
		kind: z.string().meta({ description: "As the audit has it.", example: "mci" }),
		id: z.int().nullable(),
		name: z.string().meta({ example: "web-base" }),
	})
	.meta({ id: "NotificationSubject", description: "What it is about." });

export const Notification = z
	.object({
		id: z.int(),
		at: Moment.meta({ description: "When it happened, UTC." }),
		event: EventName,
		title: z.string().meta({ description: "In one line.", example: "web-base@production points to 4, before to 3" }),
		subject: NotificationSubject,
		details: z
			.record(z.string(), z.unknown())
			.meta({ description: "What programs want to know; docs/notifications.md has them by event." }),
		auditSeq: z
			.int()
			.nullable()
			.meta({ description: "The audit entry that it is from; null for what happened in another account." }),
		readAt: Moment.nullable().meta({ description: "Null = unread." }),
	})
	.meta({ id: "Notification", description: "What the account was told." });

const Unread = z.int().meta({ description: "How many of the account's are unread, counted up to 1,000." });

export const NotificationPage = pageOf(Notification).extend({ unread: Unread });

export const NotificationPath = z.object({
	id: z.coerce.number().int().min(1).meta({ description: "Number of the notification.", example: 1 }),
});

export const ListNotificationsQuery = z.object({
	unread: z.enum(["true", "false"]).default("false").meta({ description: "true = unread ones alone." }),
	event: EventPattern.optional(),
	kind: z.string().max(40).optional().meta({ description: "Of what it is about.", example: "mci" }),
	limit: PageQuery.limit
		.unwrap()
		.optional()
		.meta({ description: "Notifications on a page, 1 to 500; absent = 50, and all of them as JSON lines." }),
	cursor: PageQuery.cursor,
});

export const ReadMarks = z
	.object({
		ids: z.array(z.int().min(1)).min(1).max(500).optional().meta({ description: "These." }),
		upTo: z
			.int()
			.min(1)
			.optional()
			.meta({ description: "All up to this one, so that what came meanwhile stays unread." }),
	})
	.refine(({ ids, upTo }) => (ids === undefined) !== (upTo === undefined), "needs either ids or upTo")
	.meta({ id: "ReadMarks" });

export const MarkedRead = z
	.object({ marked: z.int().meta({ description: "How many of them were unread." }), unread: Unread })
	.meta({ id: "MarkedRead" });
