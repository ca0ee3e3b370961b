import {
	type BrokenLink,
	type ChainLink,
	chainStart,
	checkEnd,
	checkNoted,
	followChain,
} from "../../core/audit/index.ts";
import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** The result of following the audit's chain from its first entry to its last. */
export interface AuditVerdict {
	/** Number of entries, from the first, that the chain holds for. */
	readonly entries: number;
	/** The last of these: the seal to note elsewhere if nothing is broken. */
	readonly seal: ChainLink;
	/** The first broken link; null = the chain is whole and agrees with the registry's note and the noted seal. */
	readonly broken: BrokenLink | null;
}

const pageSize = 500;

/**
 * Reads the whole audit of all accounts, which share one chain, and compares it with `noted`, a seal noted earlier.
 * Writes may go on meanwhile; entries written after the start are not checked. Admins only.
 */
export async function verifyAudit(
	needs: Needs,
	actor: Actor,
	input: {
		readonly noted?: ChainLink | undefined;
		readonly onProgress?: ((progress: { done: number; total: number; what: string }) => void) | undefined;
	},
): Promise<AuditVerdict> {
	assertMay(actor, "audit.verify");
	const { audit } = needs.store.read;
	const { noted } = input;
	const end = await audit.getEnd();
	let link = chainStart;
	let found = noted?.seq === 0 ? chainStart : undefined;
	// Below any sequence number, so that an entry inserted before the first is read too.
	let after = Number.MIN_SAFE_INTEGER;
	for (;;) {
		const page = await audit.listChain({ after, last: end.seq, limit: pageSize });
		const { reached, broken } = followChain(link, page, needs.sha256);
		if (broken) return { entries: reached.seq, seal: reached, broken };
		if (noted) found ??= page.find((entry) => entry.seq === noted.seq);
		link = reached;
		after = link.seq;
		input.onProgress?.({ done: link.seq, total: end.seq, what: "entries" });
		if (page.length < pageSize) break;
		// The embedded engine answers in this thread: other requests get their turn between pages.
		await new Promise((resolve) => setImmediate(resolve));
	}
	const broken = checkEnd(link, end) ?? (noted && checkNoted(noted, found)) ?? null;
	return { entries: link.seq, seal: link, broken };
}
