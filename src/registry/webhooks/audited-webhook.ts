import type { AuditEntry, StoredWebhook } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** A webhook's fields as the audit shows them. Its address may hold a secret, so only its origin. */
export function auditedWebhook({ url, events, description }: Pick<StoredWebhook, "url" | "events" | "description">) {
	return { origin: new URL(url).origin, events, description };
}
