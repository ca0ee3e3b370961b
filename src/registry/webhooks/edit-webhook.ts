import { canonicalJson } from "../../base/canonical-json.ts";
import type { Act } from "../../core/audit/index.ts";
import type { StoredWebhook, Transaction, WebhookChange } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { auditedWebhook } from "./audited-webhook.ts";
import type { WebhookInput } from "./create-webhook.ts";
import { findWebhook, webhookNotFound } from "./list-webhooks.ts";
import { webhookFields } from "./webhook-fields.ts";

/** Edits the given fields of a webhook. Throws `webhook-not-found` or `webhook-invalid`. */
export async function editWebhook(
	needs: Needs,
	actor: Actor,
	input: Omit<WebhookInput, "url"> & { readonly url?: string | undefined },
): Promise<StoredWebhook> {
	assertMay(actor, "webhooks.manage");
	const words = await webhookFields(needs, input.name, input);
	return change(needs, actor, input.name, (before) => {
		const after = { ...before, ...words };
		const isSame = canonicalJson(wordsOf(before)) === canonicalJson(wordsOf(after));
		return isSame
			? undefined
			: { act: "webhook.edit", words, before: auditedWebhook(before), after: auditedWebhook(after) };
	});
}

/**
 * Pauses a webhook. Events that happen while it is paused are not queued for it; deliveries already queued stay queued.
 * Throws `webhook-not-found`.
 */
export function pauseWebhook(needs: Needs, actor: Actor, name: string): Promise<StoredWebhook> {
	return change(needs, actor, name, (before) =>
		before.active
			? {
					act: "webhook.pause",
					words: { active: false, pausedBecause: null },
					before: { active: true },
					after: { active: false },
				}
			: undefined,
	);
}

/** Resumes a webhook, starting with its queued deliveries. Throws `webhook-not-found`. */
export function resumeWebhook(needs: Needs, actor: Actor, name: string): Promise<StoredWebhook> {
	return change(needs, actor, name, (before) => {
		const words = { active: true, pausedBecause: null, failingSince: null };
		return before.active
			? undefined
			: { act: "webhook.resume", words, before: { active: false }, after: { active: true } };
	});
}

/** Removes a webhook with its delivery log. Throws `webhook-not-found`. */
export async function removeWebhook(needs: Needs, actor: Actor, name: string): Promise<void> {
	assertMay(actor, "webhooks.manage");
	assertOnly(actor, null);
	await needs.store.write(async (tx) => {
		const webhook = await take(tx, actor, name);
		await tx.webhooks.remove(webhook.id);
		tx.record(auditEntry(actor, "webhook.remove", webhook, { at: needs.now(), before: auditedWebhook(webhook) }));
	});
}

function wordsOf({ url, events, description }: StoredWebhook) {
	return { url, events: [...events], description };
}

async function take(tx: Transaction, actor: Actor, name: string): Promise<StoredWebhook> {
	const webhook = await tx.webhooks.lock(actor.accountId, name);
	if (!webhook) throw webhookNotFound(actor, name);
	return webhook;
}

/** Locks the webhook and applies `change`. Returns undefined if nothing changed. */
async function change(
	needs: Needs,
	actor: Actor,
	name: string,
	make: (before: StoredWebhook) =>
		| {
				readonly act: Extract<Act, `webhook.${string}`>;
				readonly words: WebhookChange;
				readonly before: object;
				readonly after: object;
		  }
		| undefined,
): Promise<StoredWebhook> {
	assertMay(actor, "webhooks.manage");
	assertOnly(actor, null);
	return needs.store.write(async (tx) => {
		const webhook = await take(tx, actor, name);
		const made = make(webhook);
		if (!made) return tx.undo(webhook);
		const at = needs.now();
		await tx.webhooks.change(webhook.id, made.words, at);
		tx.record(auditEntry(actor, made.act, webhook, { at, before: made.before, after: made.after }));
		return findWebhook(tx, actor, name);
	});
}
