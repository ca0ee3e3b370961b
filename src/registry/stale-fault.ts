import { type Fault, fault } from "../core/errors.ts";
import type { Reads } from "../storage/store.ts";

const mostTold = 20;

/** `version-stale`, with the changes made by others since. */
export async function staleFault(
	reads: Pick<Reads, "audit">,
	stale: {
		readonly kind: "deployment" | "server";
		readonly id: number;
		readonly subject: string;
		readonly have: number | null;
		readonly now: number;
	},
): Promise<Fault> {
	const { kind, id, subject, have, now } = stale;
	const since = await reads.audit.listAfter({ kind, id }, Math.max(0, have ?? 0), mostTold);
	const changed = since.map((entry) => ({ at: entry.at, by: entry.actor, act: entry.act, changes: entry.after }));
	return fault("version-stale", { subject, have: have ?? "*", now, changed });
}
