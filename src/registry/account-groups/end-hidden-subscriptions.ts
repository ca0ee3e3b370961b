import type { BlindSubscription, Transaction } from "../../storage/store.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";

/**
 * Ends the subscriptions whose subscribers no longer see anything of what they follow, each with an audit entry in the
 * subscriber's account. Returns them.
 */
export async function endSubscriptions(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	task: {
		readonly which: Parameters<Transaction["publications"]["listBlindSubscriptions"]>[0];
		/** The actor's name, as the subscriber may see it. */
		readonly by: string;
	},
): Promise<readonly BlindSubscription[]> {
	const blind = await tx.publications.listBlindSubscriptions(task.which);
	await tx.publications.removeSubscriptions(blind.map(({ id }) => id));
	const at = needs.now();
	for (const { id, accountId, kind, name, lineage } of blind) {
		tx.record(
			auditEntry(
				{ accountId, name: task.by },
				"subscription.end",
				{ id, name },
				{ at, before: { kind, name, lineage }, after: { because: "it is not offered to this account any more" } },
			),
		);
	}
	return blind;
}
