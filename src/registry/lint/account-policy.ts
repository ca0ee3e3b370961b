import { type LintPolicy, lintPolicy } from "../../core/lint/index.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";

/** The lint policy of the actor's account. */
export function getPolicy(needs: Needs, actor: Actor): Promise<LintPolicy> {
	return needs.store.read.accounts.getPolicy(actor.accountId);
}

/** Sets the policy; omitted fields keep their value. Admins only. Throws `policy-invalid`. */
export async function setPolicy(needs: Needs, actor: Actor, parts: Partial<LintPolicy>): Promise<LintPolicy> {
	assertMay(actor, "policy.set");
	return needs.store.write(async (tx) => {
		await tx.accounts.lock(actor.accountId);
		const before = await tx.accounts.getPolicy(actor.accountId);
		const after = lintPolicy({ ...before, ...parts });
		await tx.accounts.setPolicy(actor.accountId, after);
		tx.record(
			auditEntry(
				actor,
				"account.set-policy",
				{ id: actor.accountId, name: actor.account },
				{ at: needs.now(), before, after },
			),
		);
		return after;
	});
}
