import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** Which: by their numbers, or all up to one of them, so that what came meanwhile stays unread. */
export type ReadNotifications = { readonly ids: readonly number[] } | { readonly upTo: number };

/**
 * Marks notifications of the account as read, for all who are in it. Numbers that the account does not have are passed over. Gives how many
 * were unread. Not in the audit: reading changes nothing that anybody has to answer for.
 */
export async function markNotificationsRead(needs: Needs, actor: Actor, which: ReadNotifications): Promise<number> {
	assertMay(actor, "notifications.read");
	assertOnly(actor, null);
	if ("ids" in which && which.ids.length === 0) return 0;
	return needs.store.keep((tx) => tx.notifications.markRead(actor.accountId, which, needs.now()));
}
