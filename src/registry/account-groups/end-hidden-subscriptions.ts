import type { BlindSubscription, Transaction } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";

/** Ends the subscriptions whose subscribers see nothing any more of what they follow, each with an entry in the subscriber's audit. Gives them. */
export async function endSubscriptions(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	task: {
		readonly which: Parameters<Transaction["publications"]["listBlindSubscriptions"]>[0];
		/** Who acts, as the subscriber may know it. */
		readonly by: string;
	},
): Promise<readonly BlindSubscription[]> {
	const blind = await tx.publications.listBlindSubscriptions(task.which);
	await tx.publications.removeSubscriptions(blind.map(({ id }) => id));
	const at = needs.now();
	for (const { id, accountId, kind, name, lineage } of blind) {
		tx.record({
			accountId,
			at,
			actor: task.by,
			act: "subscription.end",
			subjectKind: "subscription",
			subjectId: id,
			subjectName: name,
			headVersion: null,
			before: { kind, name, lineage },
			after: { because: "it is not offered to this account any more" },
		});
	}
	return blind;
}
