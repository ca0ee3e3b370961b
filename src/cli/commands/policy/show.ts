import type { Command } from "commander";
import type { Policy } from "../../../client/generated/registry.ts";
import type { Run } from "../../input/define-command.ts";
import type { Output } from "../../output/output.ts";

export const examples = ["mci policy show", "mci policy show --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run<[]>(async (session) => {
			await session.connect();
			printPolicy(session.output, await session.client.getPolicy());
			return undefined;
		}),
	);
}

/** Prints the lint policy. */
export function printPolicy(output: Output, policy: Policy): void {
	if (output.json) {
		output.value(policy);
		return;
	}
	const { requiredClouds, trustedOwners, ownNames } = policy;
	const listed = (names: readonly string[], none: string) => (names.length === 0 ? none : names.join(", "));
	output.table(
		["policy", "value"],
		[
			["required clouds", listed(requiredClouds, "none")],
			["trusted owners", listed(trustedOwners, "every owner")],
			["own names", listed(ownNames, "unknown")],
		],
	);
}
