import { type WorkloadRule, workloadRule } from "../../core/access/index.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { getComponent } from "../components/get-component.ts";
import type { Needs } from "../needs.ts";
import { auditedRule, getWorkloadRule, type NamedRule } from "./list-workload-rules.ts";

export interface WorkloadRuleInput extends Pick<WorkloadRule, "name" | "issuer" | "audience" | "conditions" | "roles"> {
	/** The one component that its tokens are for; omit for the whole account. */
	readonly only?: { readonly kind: ComponentKind; readonly name: string } | undefined;
	readonly lifetimeSeconds?: number | undefined;
}

/**
 * Adds a rule for which workloads get a token of the actor's account. Throws `workload-rule-invalid`,
 * `workload-rule-exists`, and the kind's `…-not-found` for a missing component.
 */
export async function addWorkloadRule(needs: Needs, actor: Actor, input: WorkloadRuleInput): Promise<NamedRule> {
	assertMay(actor, "workloads.manage");
	assertOnly(actor, null);
	const { only, ...parts } = input;
	const rule = workloadRule({ ...parts, component: only });
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const component = only && (await getComponent(tx, actor, { ...only, at }));
		if (await tx.workloadRules.find(actor.accountId, rule.name))
			throw fault("workload-rule-exists", { rule: rule.name });
		const { name, issuer, audience, conditions, roles, lifetimeSeconds } = rule;
		const words = { accountId: actor.accountId, name, issuer, audience, conditions, roles, lifetimeSeconds };
		const id = await tx.workloadRules.insert({
			...words,
			componentId: component?.id ?? null,
			createdBy: actor.name,
			createdAt: at,
		});
		const added = await getWorkloadRule(tx, actor, name);
		tx.record(
			auditEntry(
				{ accountId: actor.accountId, name: actor.name },
				"workload-rule.add",
				{ ...words, id },
				{ at, after: auditedRule(added) },
			),
		);
		return added;
	});
}
