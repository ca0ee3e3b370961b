import { fault } from "../../core/errors.ts";
import type { NotificationFilter, StoredNotification } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";

const pageSize = 500;

/** Unread ones are counted up to this: so many, or more. */
export const mostCounted = 1000;

type Filter = Omit<NotificationFilter, "accountId">;

/** What the account was told, newest first, one page. */
export async function listNotifications(needs: Needs, actor: Actor, filter: Filter): Promise<StoredNotification[]> {
	assertMay(actor, "notifications.read");
	assertOnly(actor, null);
	return needs.store.read.notifications.list({ ...filter, accountId: actor.accountId });
}

/** The same, page by page, up to `limit` of them or all. */
export function pagesOfNotifications(
	needs: Needs,
	actor: Actor,
	filter: Omit<Filter, "limit"> & { readonly limit: number | null },
): AsyncIterable<readonly StoredNotification[]> {
	// Before the first page is asked for: whoever streams them has said by then that all is well.
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

/** How many the account has not read, counted up to `mostCounted`. */
export async function countUnread(needs: Needs, actor: Actor): Promise<number> {
	assertMay(actor, "notifications.read");
	return needs.store.read.notifications.countUnread(actor.accountId, mostCounted);
}

/** One of them. Throws `notification-not-found`. */
export async function getNotification(needs: Needs, actor: Actor, id: number): Promise<StoredNotification> {
	assertMay(actor, "notifications.read");
	assertOnly(actor, null);
	const found = await needs.store.read.notifications.find(actor.accountId, id);
	if (!found) throw fault("notification-not-found", { notification: id, account: actor.account });
	return found;
}
