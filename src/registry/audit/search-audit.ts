import { fault } from "../../core/errors.ts";
import type { AuditFilter, StoredAuditEntry } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";

const pageSize = 500;

/** One page of the account's audit. Observers may not read it: entries name who works here, and earlier values. */
export async function searchAudit(
	needs: Needs,
	actor: Actor,
	filter: Omit<AuditFilter, "accountId">,
): Promise<StoredAuditEntry[]> {
	assertMay(actor, "audit.read");
	return needs.store.read.audit.search({ ...filter, accountId: actor.accountId });
}

/**
 * The audit page by page, up to `limit` entries, or all. Sorted oldest first, it includes entries written meanwhile.
 */
export function pagesOfAudit(
	needs: Needs,
	actor: Actor,
	filter: Omit<AuditFilter, "accountId" | "limit"> & { readonly limit: number | null },
): AsyncIterable<readonly StoredAuditEntry[]> {
	// Checked before the first page, since a streamed answer has already sent its status.
	assertMay(actor, "audit.read");
	return pages(needs, actor, filter);
}

async function* pages(
	...[needs, actor, filter]: Parameters<typeof pagesOfAudit>
): AsyncGenerator<readonly StoredAuditEntry[], void, undefined> {
	let rest = filter.limit ?? Number.POSITIVE_INFINITY;
	let after = filter.after;
	while (rest > 0) {
		const limit = Math.min(pageSize, rest);
		const page = await searchAudit(needs, actor, { ...filter, after, limit });
		if (page.length > 0) yield page;
		if (page.length < limit) return;
		rest -= page.length;
		after = page.at(-1)?.seq;
	}
}

/** One entry of the account's audit by its number. Throws `audit-entry-not-found`. */
export async function getAuditEntry(needs: Needs, actor: Actor, seq: number): Promise<StoredAuditEntry> {
	assertMay(actor, "audit.read");
	const entry = await needs.store.read.audit.find(actor.accountId, seq);
	if (!entry) throw fault("audit-entry-not-found", { seq, account: actor.account });
	return entry;
}
