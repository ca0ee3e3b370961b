import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** The notifications to mark: by id, or all up to one of them, so that later ones stay unread. */
export type ReadNotifications = { readonly ids: readonly number[] } | { readonly upTo: number };

/**
 * Marks notifications of the account as read, for all its members. Unknown ids are ignored. Returns how many were
 * unread. Not audited, because reading changes nothing that anyone must answer for.
 */
export async function markNotificationsRead(needs: Needs, actor: Actor, which: ReadNotifications): Promise<number> {
	assertMay(actor, "notifications.read");
	assertOnly(actor, null);
	if ("ids" in which && which.ids.length === 0) return 0;
	return needs.store.keep((tx) => tx.notifications.markRead(actor.accountId, which, needs.now()));
}
