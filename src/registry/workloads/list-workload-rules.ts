import type { ComponentKind } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { Reads, StoredWorkloadRule } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** A rule with the component that its tokens are for. */
export interface NamedRule {
	readonly rule: StoredWorkloadRule;
	/** `all` of the account, one component, or one that is `gone`: then the rule issues no tokens. */
	readonly for: "all" | "gone" | { readonly kind: ComponentKind; readonly name: string };
}

/** The account's rules, by name. */
export async function listWorkloadRules(needs: Needs, actor: Actor): Promise<NamedRule[]> {
	assertMay(actor, "workloads.manage");
	assertOnly(actor, null);
	return withComponents(needs.store.read, await needs.store.read.workloadRules.list(actor.accountId));
}

/** One of the account's rules. Throws `workload-rule-not-found`. */
export async function getWorkloadRule(reads: Reads, actor: Actor, name: string): Promise<NamedRule> {
	assertMay(actor, "workloads.manage");
	assertOnly(actor, null);
	const [found] = await withComponents(
		reads,
		[await reads.workloadRules.find(actor.accountId, name)].filter((rule) => rule !== undefined),
	);
	if (!found) throw fault("workload-rule-not-found", { rule: name, account: actor.account });
	return found;
}

/** Rules with their components, in the same order. */
export async function withComponents(reads: Reads, rules: readonly StoredWorkloadRule[]): Promise<NamedRule[]> {
	const ids = [...new Set(rules.map(({ componentId }) => componentId).filter((id) => id !== null))];
	const components = new Map(
		(ids.length === 0 ? [] : await reads.components.listByIds(ids)).map((one) => [one.id, one]),
	);
	return rules.map((rule) => {
		if (rule.componentId === null) return { rule, for: "all" };
		const component = components.get(rule.componentId);
		return { rule, for: component ? { kind: component.kind, name: component.name } : "gone" };
	});
}

/** A rule as the audit shows it. */
export function auditedRule({ rule, for: component }: NamedRule) {
	const { issuer, audience, conditions, roles, lifetimeSeconds } = rule;
	return { issuer, audience, conditions, roles, for: component, lifetimeSeconds };
}
