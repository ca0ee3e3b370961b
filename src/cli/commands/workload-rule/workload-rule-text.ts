import type { WorkloadRule } from "../../../client/generated/registry.ts";
import { formatTime } from "../../output/format-time.ts";
import type { Output } from "../../output/output.ts";

/** Prints a complete rule, one line for each part. */
export function printRule(output: Output, rule: WorkloadRule): void {
	const { name, issuer, audience, conditions, roles, lifetimeSeconds, createdBy, createdAt } = rule;
	output.table(
		["field", "value"],
		[
			["name", name],
			["issuer", issuer],
			["audience", audience],
			...Object.entries(conditions).map(([claim, values]) => [`when ${claim}`, values.join(" or ")]),
			["gives", `${roles.join(", ")} for ${forWhat(rule)}, ${lifetimeSeconds} s`],
			["made", `${formatTime(createdAt)} by ${createdBy}`],
		],
	);
}

/** What a rule's tokens are for. */
export function forWhat({ only, isBroken }: Pick<WorkloadRule, "only" | "isBroken">): string {
	if (isBroken) return "a deleted component";
	return only ? `${only.kind} ${only.name}` : "the account";
}
