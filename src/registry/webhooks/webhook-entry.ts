import type { AuditEntry, StoredWebhook } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** An audit entry about a webhook. Its address may hold a secret, so entries tell the host alone. */
export function webhookEntry(
	actor: Pick<Actor, "accountId" | "name">,
	webhook: Pick<StoredWebhook, "id" | "name">,
	done: { readonly at: string; readonly act: string; readonly before?: unknown; readonly after?: unknown },
): AuditEntry {
	return {
		accountId: actor.accountId,
		at: done.at,
		actor: actor.name,
		act: `webhook.${done.act}`,
		subjectKind: "webhook",
		subjectId: webhook.id,
		subjectName: webhook.name,
		headVersion: null,
		before: done.before ?? null,
		after: done.after ?? null,
	};
}

/** A webhook's fields as the audit shows them: the address may hold a secret, so only its origin. */
export function toldWebhook({ url, events, description }: Pick<StoredWebhook, "url" | "events" | "description">) {
	return { origin: new URL(url).origin, events, description };
}
