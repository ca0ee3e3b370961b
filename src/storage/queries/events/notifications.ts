import type { Kysely } from "kysely";
import type { EventSubject, EventType } from "../../../core/event/index.ts";
import type { Tables } from "../../tables.ts";

/** A notification of an account. */
export interface StoredNotification {
	readonly id: number;
	readonly accountId: number;
	/** Receivers of webhooks recognize repetitions by it. */
	readonly messageId: string;
	readonly at: string;
	readonly event: EventType;
	/** The audit entry behind it, if that belongs to the same account. */
	readonly auditSeq: number | null;
	readonly subject: EventSubject;
	readonly title: string;
	readonly details: Readonly<Record<string, unknown>>;
	/** Null = unread. */
	readonly readAt: string | null;
}

/** A filter of an account's notifications, newest first. Omitted fields match all. */
export interface NotificationFilter {
	readonly accountId: number;
	readonly unread?: true | undefined;
	/** One event, or a prefix that ends with `.*`. */
	readonly event?: string | undefined;
	/** Kind of the event's subject. */
	readonly subjectKind?: string | undefined;
	/** Id of the last one of the previous page. */
	readonly after?: number | undefined;
	readonly limit: number;
}

const rowsPerInsert = 200;

export function notificationReads(db: Kysely<Tables>) {
	const rows = () => db.selectFrom("notifications").selectAll();
	return {
		list: async (filter: NotificationFilter): Promise<StoredNotification[]> => {
			const { accountId, unread, event, subjectKind, after, limit } = filter;
			let query = rows().where("account_id", "=", accountId);
			if (unread) query = query.where("read_at", "=", "");
			// “/” is the character after “.”: every event with this prefix lies between.
			if (event?.endsWith(".*"))
				query = query.where("event", ">=", event.slice(0, -1)).where("event", "<", `${event.slice(0, -2)}/`);
			else if (event !== undefined) query = query.where("event", "=", event);
			if (subjectKind !== undefined) query = query.where("subject_kind", "=", subjectKind);
			if (after !== undefined) query = query.where("id", "<", after);
			return (await query.orderBy("id", "desc").limit(limit).execute()).map(notificationOf);
		},
		find: async (accountId: number, id: number): Promise<StoredNotification | undefined> => {
			const row = await rows().where("account_id", "=", accountId).where("id", "=", id).executeTakeFirst();
			return row && notificationOf(row);
		},
		/** Number of unread ones, counted up to `most`. */
		countUnread: async (accountId: number, most: number): Promise<number> => {
			const unread = db
				.selectFrom("notifications")
				.select("id")
				.where("account_id", "=", accountId)
				.where("read_at", "=", "")
				.limit(most);
			const row = await db
				.selectFrom(unread.as("unread"))
				.select((eb) => eb.fn.countAll().as("count"))
				.executeTakeFirstOrThrow();
			return Number(row.count);
		},
		/** The oldest of all accounts. */
		listOldest: async (limit: number): Promise<Pick<StoredNotification, "id" | "at">[]> =>
			db.selectFrom("notifications").select(["id", "at"]).orderBy("id").limit(limit).execute(),
	};
}

export function notificationWrites(db: Kysely<Tables>) {
	return {
		/** Returns the ids by message id. */
		insert: async (
			notifications: readonly Omit<StoredNotification, "id" | "readAt">[],
		): Promise<ReadonlyMap<string, number>> => {
			const ids = new Map<string, number>();
			for (let i = 0; i < notifications.length; i += rowsPerInsert) {
				const made = await db
					.insertInto("notifications")
					.values(notifications.slice(i, i + rowsPerInsert).map(rowOf))
					.returning(["id", "message_id"])
					.execute();
				for (const row of made) ids.set(row.message_id, row.id);
			}
			return ids;
		},
		/** Marks these, or all up to one of them, as read. Returns how many were unread. */
		markRead: async (
			accountId: number,
			which: { readonly ids: readonly number[] } | { readonly upTo: number },
			at: string,
		): Promise<number> => {
			let query = db
				.updateTable("notifications")
				.set({ read_at: at })
				.where("account_id", "=", accountId)
				.where("read_at", "=", "");
			query = "ids" in which ? query.where("id", "in", [...which.ids]) : query.where("id", "<=", which.upTo);
			return Number((await query.executeTakeFirst()).numUpdatedRows);
		},
		/** Deletes all up to an id, of all accounts, with their pending deliveries. */
		removeUpTo: async (id: number): Promise<void> => {
			await db.deleteFrom("deliveries").where("notification_id", "<=", id).execute();
			await db.deleteFrom("notifications").where("id", "<=", id).execute();
		},
	};
}

function rowOf(notification: Omit<StoredNotification, "id" | "readAt">) {
	const { subject, title } = notification;
	return {
		account_id: notification.accountId,
		message_id: notification.messageId,
		at: notification.at,
		event: notification.event,
		audit_seq: notification.auditSeq,
		subject_kind: subject.kind,
		subject_id: subject.id,
		subject_name: subject.name.toWellFormed(),
		title: title.toWellFormed(),
		details: JSON.stringify(notification.details),
		read_at: "",
	};
}

function notificationOf(row: {
	id: number;
	account_id: number;
	message_id: string;
	at: string;
	event: string;
	audit_seq: number | null;
	subject_kind: string;
	subject_id: number | null;
	subject_name: string;
	title: string;
	details: string;
	read_at: string;
}): StoredNotification {
	return {
		id: row.id,
		accountId: row.account_id,
		messageId: row.message_id,
		at: row.at,
		event: row.event as EventType,
		auditSeq: row.audit_seq,
		subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
		title: row.title,
		details: JSON.parse(row.details) as Record<string, unknown>,
		readAt: row.read_at === "" ? null : row.read_at,
	};
}
