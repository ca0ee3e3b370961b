import { fault } from "../../core/errors.ts";
import type { Reads, StoredWebhook } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** The account's webhooks, by name. */
export async function listWebhooks(needs: Needs, actor: Actor): Promise<StoredWebhook[]> {
	assertMay(actor, "webhooks.manage");
	assertOnly(actor, null);
	return needs.store.read.webhooks.list(actor.accountId);
}

/** One webhook. Throws `webhook-not-found`. */
export async function getWebhook(needs: Needs, actor: Actor, name: string): Promise<StoredWebhook> {
	assertMay(actor, "webhooks.manage");
	assertOnly(actor, null);
	return findWebhook(needs.store.read, actor, name);
}

/** The webhook of the actor's account, read by `reads`. Throws `webhook-not-found`. */
export async function findWebhook(reads: Pick<Reads, "webhooks">, actor: Actor, name: string): Promise<StoredWebhook> {
	const webhook = await reads.webhooks.find(actor.accountId, name);
	if (!webhook) throw webhookNotFound(actor, name);
	return webhook;
}

/** The fault of a name that none of the account's webhooks has. */
export function webhookNotFound(actor: Actor, name: string): Error {
	return fault("webhook-not-found", { webhook: name.slice(0, 120), account: actor.account });
}
