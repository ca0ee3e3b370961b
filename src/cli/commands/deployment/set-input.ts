import type { Command } from "commander";
import { collect, type Run } from "../../input/define-command.ts";
import { readInputs } from "../../input/input-values.ts";
import { ifVersion } from "../../servers/server-name.ts";
import { UsageError } from "../../usage-error.ts";

interface Options {
	readonly unset?: string[];
}

export const examples = [
	"mci deployment set-input prod PORT=8080 REGION=eu",
	"mci deployment set-input prod --unset PORT",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<deployment>", "name of the deployment")
		.argument("[name=value...]", "inputs with their values")
		.option("--unset <name>", "remove an input; can be repeated", collect)
		.action(
			run<[string, string[]], Options>(async (session, [deployment, values], { unset = [] }) => {
				const inputs: Record<string, string | null> = readInputs(values);
				for (const name of unset) inputs[name] = null;
				if (Object.keys(inputs).length === 0)
					throw new UsageError("Nothing to change.", "Use NAME=VALUE or --unset NAME.");
				await session.connect();
				const before = await session.client.getDeployment(deployment);
				const after = await session.client.describeDeployment(deployment, { inputs }, ifVersion("deployment", before));
				const { output } = session;
				if (output.json) {
					output.value(after);
					return undefined;
				}
				output.line(`${after.name}: ${after.version === before.version ? "no change" : "changed"}`);
				if (after.version !== before.version)
					output.note(
						`Its servers do not change; \`mci server list --deployment ${after.name} --has-update\` lists those that would.`,
					);
				return undefined;
			}),
		);
}
