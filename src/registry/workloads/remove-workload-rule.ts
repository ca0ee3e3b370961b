import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { isAlive } from "../tokens/is-usable-token.ts";
import { workloadSource } from "./exchange-workload-token.ts";
import { auditedRule, getWorkloadRule } from "./list-workload-rules.ts";

/** Removes a rule and ends the tokens that it issued. Throws `workload-rule-not-found`. */
export async function removeWorkloadRule(needs: Needs, actor: Actor, name: string): Promise<void> {
	assertMay(actor, "workloads.manage");
	await needs.store.write(async (tx) => {
		const found = await getWorkloadRule(tx, actor, name);
		const at = needs.now();
		const source = workloadSource(name);
		for (const token of await tx.tokens.list(actor.accountId)) {
			if (token.source !== source || !isAlive(token, at)) continue;
			await tx.tokens.revoke(token.id, at);
			tx.record(
				auditEntry(
					actor,
					"token.revoke",
					{ id: token.id, name: token.name },
					{ at, before: { revokedAt: null }, after: { revokedAt: at } },
				),
			);
		}
		await tx.workloadRules.remove(found.rule.id);
		tx.record(
			auditEntry({ accountId: found.rule.accountId, name: actor.name }, "workload-rule.remove", found.rule, {
				at,
				before: auditedRule(found),
				after: null,
			}),
		);
	});
}
