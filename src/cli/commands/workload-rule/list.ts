import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { printList } from "../../output/print-list.ts";
import { forWhat } from "./workload-rule-text.ts";

export const examples = ["mci workload-rule list", "mci workload-rule list --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const rules = await session.client.listWorkloadRules();
			printList(output, rules, {
				empty: "No workload rules. `mci workload-rule add` adds one.",
				header: ["rule", "issuer", "conditions", "roles", "for", "seconds"],
				row: (rule) => [
					rule.name,
					rule.issuer,
					Object.entries(rule.conditions)
						.map(([claim, values]) => `${claim}=${values.join("|")}`)
						.join(" "),
					rule.roles.join(", "),
					forWhat(rule),
					String(rule.lifetimeSeconds),
				],
			});
			return undefined;
		}),
	);
}
