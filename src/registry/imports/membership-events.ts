import type { Reads, StoredAuditEntry } from "../../storage/store.ts";
import type { NewNotification } from "../events/add-notifications.ts";
import type { Consequences } from "../events/event-listener.ts";
import type { Needs } from "../needs.ts";

/**
 * Notifies an account that it was removed from a group: the audit entry is the group owner's. Joining and leaving have
 * an entry in the account itself.
 */
export async function listenToGroups(_needs: Needs, reads: Reads, entry: StoredAuditEntry): Promise<Consequences> {
	if (entry.act !== "group.remove") return {};
	const account = textIn(entry.before, "account");
	const removed = account === null ? undefined : await reads.accounts.find(account);
	if (!removed) return {};
	const owner =
		(await reads.publishers.find(entry.accountId))?.name ?? (await reads.accounts.get(entry.accountId)).name;
	const title = `This account was taken out of group “${entry.subjectName}” of ${owner}; what it has imported stays`;
	const details = { owner, group: entry.subjectName, lost: listIn(entry.after, "lost") };
	return { notifications: [notification(entry, { accountId: removed.id, event: "group.removed", title, details })] };
}

/** Notifies an account that a subscription ended because it can no longer see what it follows. */
export async function listenToSubscriptions(
	_needs: Needs,
	_reads: Reads,
	entry: StoredAuditEntry,
): Promise<Consequences> {
	if (entry.act !== "subscription.end") return {};
	const title = `The subscription to “${entry.subjectName}” ended: ${textIn(entry.after, "because") ?? "it is not offered any more"}`;
	const details = { kind: textIn(entry.before, "kind"), lineage: textIn(entry.before, "lineage"), by: entry.actor };
	const told = notification(entry, { accountId: entry.accountId, event: "subscription.failed", title, details });
	return { notifications: [{ ...told, auditSeq: entry.seq }] };
}

function notification(
	entry: StoredAuditEntry,
	told: Pick<NewNotification, "accountId" | "event" | "title" | "details">,
): NewNotification {
	const subject = { kind: entry.subjectKind, id: entry.subjectId, name: entry.subjectName };
	return { ...told, title: told.title.slice(0, 300).toWellFormed(), subject, at: entry.at, auditSeq: null };
}

function textIn(value: unknown, field: string): string | null {
	const found =
		typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[field] : undefined;
	return typeof found === "string" ? found : null;
}

function listIn(value: unknown, field: string): readonly string[] {
	const found =
		typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[field] : undefined;
	return Array.isArray(found) ? found.filter((one) => typeof one === "string").slice(0, 20) : [];
}
