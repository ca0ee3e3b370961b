import type { AuditEntry, StoredWorkloadRule } from "../../storage/store.ts";

/** An audit entry about a workload rule, in its account. */
export function workloadRuleEntry(
	rule: Pick<StoredWorkloadRule, "id" | "accountId" | "name">,
	entry: {
		readonly actor: string;
		readonly at: string;
		readonly act: string;
		readonly before?: unknown;
		readonly after: unknown;
	},
): AuditEntry {
	return {
		accountId: rule.accountId,
		at: entry.at,
		actor: entry.actor,
		act: entry.act,
		subjectKind: "workload-rule",
		subjectId: rule.id,
		subjectName: rule.name,
		headVersion: null,
		before: entry.before ?? null,
		after: entry.after,
	};
}
