import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { afterMs } from "../retry-time.ts";
import { newWebhookSecret, type WebhookWithSecret } from "./create-webhook.ts";
import { findWebhook, webhookNotFound } from "./list-webhooks.ts";

/** How long the previous secret also signs, so that receivers can switch to the new one. */
const overlapMs = 86_400_000;

/**
 * Gives a webhook a new secret, shown only this once. The previous one also signs for 24 hours; an older one no longer
 * does. Throws `webhook-not-found`.
 */
export async function rotateWebhookSecret(needs: Needs, actor: Actor, name: string): Promise<WebhookWithSecret> {
	assertMay(actor, "webhooks.manage");
	assertOnly(actor, null);
	return needs.store.write(async (tx) => {
		const before = await tx.webhooks.lock(actor.accountId, name);
		if (!before) throw webhookNotFound(actor, name);
		const { secret, sealed } = newWebhookSecret(needs, before.uid);
		const at = needs.now();
		const previousSecret = { secret: before.secret, until: afterMs(at, overlapMs) };
		await tx.webhooks.change(before.id, { secret: sealed, previousSecret }, at);
		tx.record(auditEntry(actor, "webhook.rotate", before, { at, after: { previousUntil: previousSecret.until } }));
		return { webhook: await findWebhook(tx, actor, name), secret };
	});
}
