import { type Command, Option } from "commander";
import type { ListServersParams } from "../../../client/generated/registry.ts";
import { serverStates } from "../../../core/server/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";
import { serverColumns, serverRow } from "../../servers/server-rows.ts";

interface Options extends PageOptions {
	readonly deployment?: string;
	readonly template?: string;
	readonly cloud?: string;
	readonly state?: ListServersParams["state"];
	readonly hasUpdate?: boolean;
}

export const examples = [
	"mci server list",
	"mci server list --deployment prod --cloud aws-us-east-1",
	"mci server list --template php-app --has-update",
];

export function define(command: Command, run: Run): void {
	command
		.option("--deployment <deployment>", "only this deployment")
		.option("--template <name>", "only this template, at any revision")
		.option("--cloud <cloud>", "only this cloud")
		.addOption(new Option("--state <state>", "only this state").choices(serverStates))
		.option("--has-update", "only those with an update")
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[], Options>(async (session, _args, options) => {
				await session.connect();
				const { deployment, template, cloud, state } = options;
				const filter = dropUndefined({
					deployment,
					template,
					cloud,
					state,
					hasUpdate: options.hasUpdate ? ("true" as const) : undefined,
				});
				const page = await readPages((part) => session.client.listServers({ ...filter, ...part }), options);
				printList(session.output, page, { header: serverColumns, row: serverRow });
				return undefined;
			}),
		);
}
