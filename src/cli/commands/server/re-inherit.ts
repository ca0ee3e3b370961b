import { type Command, Option } from "commander";
import type { ListServersParams, ReInherited } from "../../../client/generated/registry.ts";
import { serverStates } from "../../../core/server/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { exitCodeOf } from "../../exit-codes.ts";
import type { Run } from "../../input/define-command.ts";
import type { Output } from "../../output/output.ts";
import { readServerName } from "../../servers/server-name.ts";
import { UsageError } from "../../usage-error.ts";
import { printDifferences } from "./server-table.ts";

interface Options {
	readonly deployment?: string;
	readonly template?: string;
	readonly cloud?: string;
	readonly state?: ListServersParams["state"];
	readonly all?: boolean;
	readonly dryRun?: boolean;
}

export const examples = [
	"mci server re-inherit prod/web --dry-run",
	"mci server re-inherit prod/web prod/worker",
	"mci server re-inherit --all --template php-app --dry-run",
];

export function define(command: Command, run: Run): void {
	command
		.argument("[server...]", "servers as deployment/name, or names with --deployment")
		.option("--all", "all servers that match the options below")
		.option("--deployment <deployment>", "the servers' deployment")
		.option("--template <name>", "with --all: only this template")
		.option("--cloud <cloud>", "with --all: only this cloud")
		.addOption(new Option("--state <state>", "with --all: only this state").choices(serverStates))
		.option("--dry-run", "show what would change, without changing it")
		.action(
			run<[string[]], Options>(async (session, [names], options) => {
				const { deployment, template, cloud, state, all, dryRun } = options;
				if (all ? names.length > 0 : names.length === 0)
					throw new UsageError("Which servers?", "Name them, or use --all.");
				if (!all && (template ?? cloud ?? state) !== undefined)
					throw new UsageError("--template, --cloud and --state need --all.");
				const asked = all
					? dropUndefined({ deployment, template, cloud, state })
					: { servers: names.map((name) => readServerName(name, deployment)) };
				await session.connect();
				const { output } = session;
				const { items } = await session.client.reInheritServers(asked, { dryRun: dryRun ? "true" : "false" });
				output.show({ items }, () => {
					if (items.length === 0) output.note("No servers.");
					else print(output, items, dryRun === true);
				});
				const refused = items.find((item) => item.problem !== null)?.problem;
				return refused ? exitCodeOf(refused.code, refused.status) : undefined;
			}),
		);
}

function print(output: Output, items: readonly ReInherited[], dryRun: boolean): void {
	const [only] = items;
	output.table(
		["server", "outcome", "change"],
		items.map(({ deployment, name, outcome, summary }) => [
			`${deployment}/${name}`,
			dryRun && outcome === "changed" ? "would change" : outcome,
			summary ?? "",
		]),
	);
	if (items.length === 1 && only && only.differences.length > 0) {
		output.line();
		printDifferences(output, only.differences);
	}
	for (const { problem } of items) if (problem) output.note(`mci: ${problem.detail} [${problem.code}]`);
}
