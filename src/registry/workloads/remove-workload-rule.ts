import { type Actor, assertMay } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { isAlive } from "../tokens/is-usable-token.ts";
import { recordToken } from "../tokens/record-token.ts";
import { workloadSource } from "./exchange-workload-token.ts";
import { getWorkloadRule, toldRule } from "./list-workload-rules.ts";
import { workloadRuleEntry } from "./workload-rule-entry.ts";

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
			recordToken(tx, actor, {
				id: token.id,
				name: token.name,
				at,
				act: "token.revoke",
				before: { revokedAt: null },
				after: { revokedAt: at },
			});
		}
		await tx.workloadRules.remove(found.rule.id);
		tx.record(
			workloadRuleEntry(found.rule, {
				actor: actor.name,
				at,
				act: "workload-rule.remove",
				before: toldRule(found),
				after: null,
			}),
		);
	});
}
