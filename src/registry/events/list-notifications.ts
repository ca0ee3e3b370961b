import { fault } from "../../core/errors.ts";
import type { NotificationFilter, StoredNotification } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";

const pageSize = 500;

/** Unread notifications are counted up to this number; it then means “this many or more”. */
export const mostCounted = 1000;

type Filter = Omit<NotificationFilter, "accountId">;

/** One page of the account's notifications, newest first. */
export async function listNotifications(needs: Needs, actor: Actor, filter: Filter): Promise<StoredNotification[]> {
	assertMay(actor, "notifications.read");
	assertOnly(actor, null);
	return needs.store.read.notifications.list({ ...filter, accountId: actor.accountId });
}

/** The account's notifications page by page, up to `limit`, or all. */
export function pagesOfNotifications(
	needs: Needs,
	actor: Actor,
	filter: Omit<Filter, "limit"> & { readonly limit: number | null },
): AsyncIterable<readonly StoredNotification[]> {
	// Checked before the first page, since a streamed answer has already sent its status.
	assertMay(actor, "notifications.read");
	assertOnly(actor, null);
	return pages(needs, actor, filter);
}

async function* pages(
	...[needs, actor, filter]: Parameters<typeof pagesOfNotifications>
): AsyncGenerator<readonly StoredNotification[], void, undefined> {
	let rest = filter.limit ?? Number.POSITIVE_INFINITY;
	let after = filter.after;
	while (rest > 0) {
		const limit = Math.min(pageSize, rest);
		const page = await listNotifications(needs, actor, { ...filter, after, limit });
		if (page.length > 0) yield page;
		if (page.length < limit) return;
		rest -= page.length;
		after = page.at(-1)?.id;
	}
}

/** Number of unread notifications, counted up to `mostCounted`. */
export async function countUnread(needs: Needs, actor: Actor): Promise<number> {
	assertMay(actor, "notifications.read");
	return needs.store.read.notifications.countUnread(actor.accountId, mostCounted);
}

/** One notification. Throws `notification-not-found`. */
export async function getNotification(needs: Needs, actor: Actor, id: number): Promise<StoredNotification> {
	assertMay(actor, "notifications.read");
	assertOnly(actor, null);
	const found = await needs.store.read.notifications.find(actor.accountId, id);
	if (!found) throw fault("notification-not-found", { notification: id, account: actor.account });
	return found;
}
