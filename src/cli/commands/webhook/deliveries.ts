import { type Command, Option } from "commander";
import type { Delivery } from "../../../client/generated/registry.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";

interface Options extends PageOptions {
	readonly state?: Delivery["state"];
}

export const examples = ["mci webhook deliveries deploy", "mci webhook deliveries deploy --state failed --all"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the webhook")
		.addOption(new Option("--state <state>", "only this state").choices(["pending", "delivered", "failed"]))
		.option("--limit <n>", "deliveries to show (default: 50)")
		.option("--all", "all deliveries")
		.action(
			run<[string], Options>(async (session, [name], options) => {
				const filter = dropUndefined({ state: options.state });
				await session.connect();
				const page = await readPages((part) => session.client.listDeliveries(name, { ...filter, ...part }), options);
				printList(session.output, page, {
					header: ["id", "made", "event", "state", "tries", "last attempt", "result", "next attempt"],
					row: rowOf,
				});
				return undefined;
			}),
		);
}

function rowOf({ id, createdAt, event, state, tries, last, nextAt }: Delivery): string[] {
	const outcome = last === null ? "" : (last.problem ?? `${last.status}, ${last.tookMs} ms`);
	return [
		String(id),
		formatTime(createdAt),
		event,
		state,
		String(tries),
		formatTime(last?.at ?? null),
		outcome,
		formatTime(nextAt),
	];
}
