import { fault } from "../../core/errors.ts";
import { webhookSecret } from "../../core/event/index.ts";
import type { StoredWebhook } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { auditedWebhook } from "./audited-webhook.ts";
import { webhookSecretContext } from "./send-delivery.ts";
import { assertWebhookName, invalidWebhook, webhookFields } from "./webhook-fields.ts";

export interface WebhookInput {
	readonly name: string;
	readonly url: string;
	/** Patterns of events; omit for all. */
	readonly events?: readonly string[] | undefined;
	readonly description?: string | undefined;
}

/** A webhook with its secret, which is shown only this once and stored sealed. */
export interface WebhookWithSecret {
	readonly webhook: StoredWebhook;
	/** `whsec_…`: verifies the signatures. */
	readonly secret: string;
}

/** The most webhooks of an account. */
const mostWebhooks = 50;

/**
 * Creates a webhook, which gets the account's notifications from now on. Throws `webhook-exists` or `webhook-invalid`.
 */
export async function createWebhook(needs: Needs, actor: Actor, input: WebhookInput): Promise<WebhookWithSecret> {
	assertMay(actor, "webhooks.manage");
	assertOnly(actor, null);
	const { name } = input;
	assertWebhookName(name);
	const { url = input.url, events = ["*"], description = "" } = await webhookFields(needs, name, input);
	const { uid, secret, sealed } = newWebhookSecret(needs, needs.newLineage());
	return needs.store.write(async (tx) => {
		// Two that create the fiftieth at once: the second sees the first one's.
		await tx.accounts.lock(actor.accountId);
		const all = await tx.webhooks.list(actor.accountId);
		if (all.some((one) => one.name === name)) throw fault("webhook-exists", { webhook: name });
		if (all.length >= mostWebhooks)
			throw invalidWebhook(name, `the account already has ${mostWebhooks} webhooks, which is the limit`);
		const createdAt = needs.now();
		const id = await tx.webhooks.insert({
			accountId: actor.accountId,
			uid,
			name,
			url,
			events,
			description,
			secret: sealed,
			createdAt,
		});
		tx.record(
			auditEntry(
				actor,
				"webhook.create",
				{ id, name },
				{ at: createdAt, after: auditedWebhook({ url, events, description }) },
			),
		);
		const webhook = await tx.webhooks.find(actor.accountId, name);
		if (!webhook) throw new Error(`webhook ${name} was written and is not there`);
		return { webhook, secret };
	});
}

/** A new secret for the webhook with this UUID, in clear and sealed. */
export function newWebhookSecret(needs: Pick<Needs, "newSecret" | "secrets">, uid: string) {
	const secret = webhookSecret(plainBase64(needs.newSecret()));
	return { uid, secret, sealed: needs.secrets.seal(secret, webhookSecretContext(uid)) };
}

/** Standard base64, as Standard Webhooks requires, from the URL-safe form of our secrets. */
function plainBase64(text: string): string {
	return text
		.replaceAll("-", "+")
		.replaceAll("_", "/")
		.padEnd(Math.ceil(text.length / 4) * 4, "=");
}
